// What the reader wrote and did not save, in the browser's storage: it survives reload and navigation.

/**
 * @template T
 * @param {string} name
 * @returns {T | null}
 */
export function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null");
  } catch {
    return null;
  }
}

/**
 * `false`: the browser keeps nothing for this page.
 *
 * @param {string} name
 * @param {unknown} value Nothing: it is forgotten.
 */
export function keep(name, value) {
  try {
    if (value === undefined) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
