// Hints one step at a time: the next can be opened when the one before was.

/** @param {Element[]} hints Each a <details>. */
export function stepByStep(hints) {
  hints.forEach((hint, i) => {
    const next = hints[i + 1];
    if (!(hint instanceof HTMLDetailsElement) || !(next instanceof HTMLDetailsElement)) return;
    next.hidden = true;
    hint.addEventListener("toggle", () => {
      if (hint.open) next.hidden = false;
    });
  });
}
