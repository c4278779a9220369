// Rust code on the page: shown as the book shows it until somebody edits it.

import { element } from "./elements.js";

/** @typedef {Awaited<ReturnType<typeof loadEditor>>} EditorModule */
/** @typedef {{ onRun: () => void, onSave?: () => void, onLeave: () => void, onChange: () => void }} Handlers */

/** @type {Promise<typeof import("./editor.js")> | undefined} */
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
  /** As the reader has it, while no editor does. */
  #text;
  /** The page itself changes the text, and not the reader. */
  #quiet = false;

  /**
   * @param {HTMLPreElement} pre
   * @param {string | null} anchor What the marks of this block are called; nothing: they are in a file of its own.
   * @param {string} name For who does not see it.
   */
  constructor(pre, anchor, name) {
    this.pre = pre;
    this.anchor = anchor;
    this.name = name;
    const code = pre.querySelector("code")?.textContent ?? "";
    /** As the book has it. */
    this.original = code.replace(/\n$/, "");
    this.#text = this.original;
  }

  get text() {
    return this.#editor?.text() ?? this.#text;
  }

  get isChanged() {
    return this.text !== this.original;
  }

  get isOpen() {
    return this.#editor !== null;
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

  /** @param {Handlers} handlers */
  async edit(handlers) {
    if (this.#editor !== null) return;
    const { createEditor } = await loadEditor();
    if (this.#editor !== null) return;
    this.pre.before(this.#frame);
    this.pre.hidden = true;
    this.#editor = createEditor(this.#host, {
      code: this.#text,
      label: `Code of ${this.name}. Escape leaves the editor.`,
      ...handlers,
      onChange: () => {
        if (!this.#quiet) handlers.onChange();
      },
    });
  }

  focus() {
    this.#editor?.focus();
  }

  /**
   * Shows another text, without telling anybody that it changed.
   *
   * @param {string} text
   */
  replace(text) {
    this.#text = text;
    if (this.#editor !== null && this.#editor.text() !== text) {
      this.#quiet = true;
      this.#editor.replace(text);
      this.#quiet = false;
    }
    const code = this.pre.querySelector("code");
    if (code !== null && code.textContent !== text) {
      code.textContent = text;
      window.hljs?.highlightBlock(code);
    }
  }

  reset() {
    this.#editor?.destroy();
    this.#editor = null;
    this.#text = this.original;
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
