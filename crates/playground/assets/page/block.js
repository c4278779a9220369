// One Rust block of a scene: shown as the book shows it until somebody edits it.

import { element } from "./elements.js";

/** @typedef {Awaited<ReturnType<typeof loadEditor>>} EditorModule */

let loading;
function loadEditor() {
  loading ??= import("./editor.js");
  return loading;
}

export class Block {
  /** @type {ReturnType<EditorModule["createEditor"]> | null} */
  #editor = null;
  #host = element("div", { class: "editor" });
  /** Around it, for the marks of a timeline: what the editor shows is in a shadow tree of its own. */
  #frame = element("div", { class: "editor-frame" }, this.#host);

  /**
   * @param {HTMLPreElement} pre
   * @param {string} anchor
   */
  constructor(pre, anchor) {
    this.pre = pre;
    this.anchor = anchor;
    const code = pre.querySelector("code")?.textContent ?? "";
    /** As the book has it. */
    this.original = code.replace(/\n$/, "");
  }

  get text() {
    return this.#editor?.text() ?? this.original;
  }

  get isChanged() {
    return this.text !== this.original;
  }

  /** Where it stands, for the marks of a timeline: its lines in the editor, or as the book shows them. */
  get shown() {
    const [frame, host] = [this.#frame, this.#host];
    const code = this.text;
    if (this.#editor === null) return { pre: this.pre };
    /** @param {number} position */
    const line = (position) => {
      const found = host.shadowRoot?.querySelectorAll(".cm-line")[position];
      if (found === undefined) return null;
      const { top, height } = found.getBoundingClientRect();
      return { top: top - frame.getBoundingClientRect().top, height };
    };
    return { part: { frame, text: () => code, line } };
  }

  /** @param {{ onRun: () => void, onChange: () => void }} options */
  async edit(options) {
    if (this.#editor !== null) return;
    const { createEditor } = await loadEditor();
    if (this.#editor !== null) return;
    this.pre.before(this.#frame);
    this.pre.hidden = true;
    this.#editor = createEditor(this.#host, {
      code: this.original,
      label: `Code of ${this.anchor}. Escape, then Tab, leaves the editor.`,
      ...options,
    });
  }

  focus() {
    this.#editor?.focus();
  }

  reset() {
    this.#editor?.destroy();
    this.#editor = null;
    this.#frame.remove();
    this.#host = element("div", { class: "editor" });
    this.#frame = element("div", { class: "editor-frame" }, this.#host);
    this.pre.hidden = false;
  }

  /** @param {import("./api.js").Diagnostic[]} diagnostics */
  mark(diagnostics) {
    const marks = diagnostics.flatMap((diagnostic) =>
      diagnostic.marks
        .filter((mark) => mark.anchor === this.anchor && mark.primary)
        .map((mark) => ({
          ...mark,
          level: diagnostic.level,
          message: mark.label === null ? diagnostic.message : `${diagnostic.message}\n${mark.label}`,
        })),
    );
    this.#editor?.mark(marks);
  }
}
