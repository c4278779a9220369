// What the compiler says, below the code: as rustc prints it, with its explanation of the error and where to read on.
// What it says again and again is folded.

import { Refusal, json } from "./api.js";
import { element } from "./elements.js";
import { prose } from "./prose.js";

/** How many different warnings are shown; the others are a click away. */
const WARNINGS = 2;

export class Diagnostics {
  root = element("div", { class: "compiler" });

  /** What was said already, by its words. @type {Map<string, { again: HTMLElement, count: number }>} */
  #said = new Map();
  #warnings = 0;
  /** @type {HTMLElement | null} */
  #more = null;

  clear() {
    this.root.replaceChildren();
    this.#said.clear();
    this.#warnings = 0;
    this.#more = null;
  }

  /** @param {import("./api.js").Diagnostic} diagnostic */
  add(diagnostic) {
    const words = `${diagnostic.level} ${diagnostic.code ?? ""} ${diagnostic.message}`;
    const said = this.#said.get(words);
    if (said !== undefined) {
      said.count += 1;
      if (said.count === 1) said.again.hidden = false;
      const summary = said.again.querySelector("summary");
      if (summary !== null) summary.textContent = `${said.count} more of the same`;
      said.again.append(...shown(diagnostic));
      return;
    }
    const again = element("details", { class: "again" }, element("summary"));
    again.hidden = true;
    this.#said.set(words, { again, count: 0 });
    this.#place(diagnostic).append(...shown(diagnostic), ...about(diagnostic), again);
  }

  /** @param {import("./api.js").Diagnostic} diagnostic */
  #place({ level }) {
    if (level === "error") return this.root;
    this.#warnings += 1;
    if (this.#warnings <= WARNINGS) return this.root;
    this.#more ??= element("details", { class: "again" }, element("summary"));
    const count = this.#warnings - WARNINGS;
    const summary = this.#more.querySelector("summary");
    if (summary !== null) summary.textContent = count === 1 ? "One more warning" : `${count} more warnings`;
    this.root.append(this.#more);
    return this.#more;
  }
}

/** @param {import("./api.js").Diagnostic} diagnostic */
function shown({ level, marks, rendered }) {
  const parts = [];
  // rustc counts lines in the whole file, the reader in the block.
  const mark = marks.find(({ primary }) => primary);
  if (mark?.anchor) {
    const text = `${level} in ${mark.anchor}, line ${mark.line}`;
    parts.push(element("p", { class: `where level-${level}`, text }));
  }
  const box = element("pre", {
    class: `diagnostic level-${level}`,
    attributes: { role: "group", "aria-label": `${level} of the compiler` },
  });
  box.append(element("code", { text: rendered.trimEnd(), attributes: { tabindex: "0" } }));
  parts.push(box);
  return parts;
}

/**
 * What an error code means: rustc's own words, and the page that has them.
 *
 * @param {import("./api.js").Diagnostic} diagnostic
 */
function about({ code }) {
  if (code === null || !/^E\d{4}$/.test(code)) return [];
  const link = element("a", {
    text: `${code} in Rust's documentation`,
    attributes: { href: `https://doc.rust-lang.org/error_codes/${code}.html`, target: "_blank", rel: "noreferrer" },
  });
  const details = element("details", { class: "explained" }, element("summary", { text: `What ${code} means` }));
  const said = element("div");
  details.append(said, element("p", {}, link));
  details.addEventListener("toggle", () => void explain(code, said), { once: true });
  return [details];
}

/**
 * @param {string} code
 * @param {HTMLElement} place
 */
async function explain(code, place) {
  try {
    const { text } = await json(`/api/explain?code=${code}`);
    place.replaceChildren(...prose(text));
  } catch (error) {
    if (error instanceof Refusal) place.textContent = error.message;
  }
}
