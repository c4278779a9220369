// Making elements without a word of HTML in a string: what a program prints stays text.

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {{ class?: string, text?: string, attributes?: Record<string, string> }} [options]
 * @param {...Node} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(name, options = {}, ...children) {
  const made = document.createElement(name);
  if (options.class !== undefined) made.className = options.class;
  if (options.text !== undefined) made.textContent = options.text;
  for (const [key, value] of Object.entries(options.attributes ?? {})) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/**
 * @param {string} text
 * @param {() => void} onClick
 * @param {{ class?: string, label?: string }} [options]
 */
export function button(text, onClick, options = {}) {
  const made = element("button", { class: `control ${options.class ?? ""}`.trim(), text });
  made.type = "button";
  if (options.label !== undefined) made.setAttribute("aria-label", options.label);
  made.addEventListener("click", onClick);
  return made;
}

/**
 * 9 s, 0.31 s, 1 min 5 s.
 *
 * @param {number} seconds
 */
export function duration(seconds) {
  if (seconds >= 60) {
    const rest = Math.round(seconds % 60);
    return `${Math.floor(seconds / 60)} min${rest > 0 ? ` ${rest} s` : ""}`;
  }
  const digits = seconds === Math.round(seconds) ? 0 : seconds < 1 ? 2 : 1;
  return `${seconds.toFixed(digits)} s`;
}
