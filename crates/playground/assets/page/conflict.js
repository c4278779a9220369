// Two texts for one file: what stands in it, and what stands on the page. Both are shown, and the reader chooses; the one
// that is not chosen is kept beside the exercise.

import { button, element } from "./elements.js";

export class Conflict {
  root = element("div", { class: "conflict", attributes: { role: "group", "aria-label": "Two versions" } });

  constructor() {
    this.root.hidden = true;
  }

  get isShown() {
    return !this.root.hidden;
  }

  clear() {
    this.root.hidden = true;
    this.root.replaceChildren();
  }

  /**
   * @param {object} texts
   * @param {string} texts.file
   * @param {string | null} texts.theirs Nothing: the file is gone.
   * @param {string} texts.mine
   * @param {{ onMine: () => void, onTheirs: () => void }} choices
   */
  show({ file, theirs, mine }, { onMine, onTheirs }) {
    const why =
      theirs === null
        ? `${file} is gone. What stands above is still here.`
        : `${file} changed on disk, and you changed the text above. Which one do you want? The other is kept beside it.`;
    const parts = [element("p", { text: why })];
    if (theirs !== null) {
      const differs = changed(theirs.split("\n"), mine.split("\n"));
      parts.push(
        element("div", { class: "versions" }, version("In the file", differs.before), version("On this page", differs.after)),
      );
    }
    const choices = element("div", { class: "controls" });
    choices.append(button(theirs === null ? "Write it again" : "Keep the one on this page", onMine, { class: "primary" }));
    if (theirs !== null) choices.append(button("Take the one in the file", onTheirs));
    this.root.replaceChildren(...parts, choices);
    this.root.hidden = false;
  }
}

/** @typedef {{ text: string, differs: boolean }} Line */

/**
 * @param {string} title
 * @param {Line[]} text
 */
function version(title, text) {
  const code = element("code", { attributes: { tabindex: "0" } });
  for (const { text: line, differs } of text) {
    code.append(element(differs ? "mark" : "span", { text: `${line}\n` }));
  }
  const pre = element("pre", { attributes: { role: "group", "aria-label": title } }, code);
  return element("div", {}, element("p", { class: "editor-title", text: title }), pre);
}

/**
 * Which lines stand in one text and not in the other, by their longest common sequence.
 *
 * @param {string[]} before
 * @param {string[]} after
 * @returns {{ before: Line[], after: Line[] }}
 */
export function changed(before, after) {
  const [rows, columns] = [before.length, after.length];
  // Of texts that are longer, all lines are shown as different.
  const isLong = rows * columns > 4_000_000;
  const common = isLong ? null : new Uint16Array((rows + 1) * (columns + 1));
  const at = (/** @type {number} */ i, /** @type {number} */ j) => i * (columns + 1) + j;
  const told = {
    before: before.map((text) => ({ text, differs: true })),
    after: after.map((text) => ({ text, differs: true })),
  };
  if (common === null) return told;
  for (let i = rows - 1; i >= 0; i -= 1) {
    for (let j = columns - 1; j >= 0; j -= 1) {
      common[at(i, j)] =
        before[i] === after[j]
          ? (common[at(i + 1, j + 1)] ?? 0) + 1
          : Math.max(common[at(i + 1, j)] ?? 0, common[at(i, j + 1)] ?? 0);
    }
  }
  for (let [i, j] = [0, 0]; i < rows && j < columns; ) {
    const [one, other] = [told.before[i], told.after[j]];
    if (before[i] === after[j]) {
      if (one !== undefined) one.differs = false;
      if (other !== undefined) other.differs = false;
      i += 1;
      j += 1;
    } else if ((common[at(i + 1, j)] ?? 0) >= (common[at(i, j + 1)] ?? 0)) {
      i += 1;
    } else {
      j += 1;
    }
  }
  return told;
}
