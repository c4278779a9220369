// The code editor of the page: CodeMirror 6 with what a short Rust program needs, and nothing else.
// `build.mjs` bundles this file into ../page/editor.js, which the page loads when somebody edits.
//
// The editor lives in a shadow root: its style sheets are then adopted and not inserted as elements,
// which the page's content security policy would refuse, and the book's CSS does not reach it.
// Colours come from the custom properties of ../theme.css, which reach into shadow roots.

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { rust } from "@codemirror/lang-rust";
import {
  HighlightStyle,
  bracketMatching,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.self], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.character, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool], color: "var(--code-number)" },
  { tag: [tags.lineComment, tags.blockComment], color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.typeName, tags.className], color: "var(--code-type)" },
  {
    tag: [
      tags.function(tags.definition(tags.variableName)),
      tags.function(tags.variableName),
      tags.macroName,
    ],
    color: "var(--code-function)",
  },
  { tag: [tags.meta, tags.attributeName, tags.labelName], color: "var(--code-meta)" },
]);

const shape = EditorView.theme({
  "&": { color: "var(--code-fg)", backgroundColor: "var(--code-bg)", fontSize: "var(--code-size, 1.4rem)" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono-font)", lineHeight: "1.55", containerType: "inline-size" },
  ".cm-content": { padding: "1.2rem 0", caretColor: "var(--code-fg)" },
  ".cm-line": { padding: "0 1.6rem 0 0.6rem" },
  ".cm-gutters": {
    backgroundColor: "transparent",
    color: "var(--code-comment)",
    border: "none",
    paddingLeft: "0.6rem",
  },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--code-active-line)" },
  ".cm-cursor": { borderLeftColor: "var(--code-fg)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--code-selection)",
  },
  "&.cm-focused .cm-matchingBracket": {
    backgroundColor: "transparent",
    outline: "1px solid var(--code-comment)",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--surface)",
    color: "var(--fg)",
    border: "1px solid var(--surface-border)",
    borderRadius: "6px",
  },
  ".cm-diagnostic": { padding: "0.6rem 1rem", fontFamily: "var(--mono-font)", fontSize: "1.3rem" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--bad)" },
  ".cm-diagnostic-warning": { borderLeft: "3px solid var(--warn)" },
  // What the compiler says is as wide as what is seen of the program, and not as its longest line.
  ".cm-told": {
    position: "sticky",
    left: "0",
    boxSizing: "border-box",
    maxWidth: "calc(100cqi - 6rem)",
    padding: "0.2rem 1.6rem 0.3rem 0.9rem",
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
    fontSize: "1.25rem",
    color: "var(--fg)",
    borderLeft: "3px solid var(--bad)",
    backgroundColor: "var(--bad-bg)",
  },
  ".cm-told-warning": { borderLeftColor: "var(--warn)", backgroundColor: "transparent" },
  ".cm-gutter-lint": { width: "1.4em" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--bad)",
    textUnderlineOffset: "3px",
    textDecorationSkipInk: "none",
  },
  ".cm-lintRange-warning": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--warn)",
    textUnderlineOffset: "3px",
    textDecorationSkipInk: "none",
  },
});

/** What the compiler says, below the line that it is about: seen without a mouse. */
class Told extends WidgetType {
  /**
   * @param {string} level
   * @param {string} message
   */
  constructor(level, message) {
    super();
    this.level = level;
    this.message = message;
  }

  /** @param {Told} other */
  eq(other) {
    return other.level === this.level && other.message === this.message;
  }

  toDOM() {
    const line = document.createElement("div");
    line.className = `cm-told cm-told-${this.level}`;
    line.textContent = `${this.level}: ${this.message.replaceAll("\n", " – ")}`;
    return line;
  }
}

const tell = StateEffect.define();

/** The lines of what was told last; any change of the text takes them away. */
const told = StateField.define({
  create: () => Decoration.none,
  update(lines, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(tell)) return effect.value;
    }
    return transaction.docChanged ? Decoration.none : lines;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * A place in the text, as rustc counts: lines and columns from 1, columns in characters.
 *
 * @typedef {{ line: number, column: number, endLine: number, endColumn: number,
 *             level: "error" | "warning", message: string }} Mark
 */

/**
 * Puts an editor into `host`, which must not have a shadow root yet.
 *
 * @param {HTMLElement} host
 * @param {{ code: string, label: string, onRun: () => void, onSave?: () => void, onLeave: () => void,
 *           onChange: () => void }} options
 */
export function createEditor(host, options) {
  const root = host.attachShadow({ mode: "open" });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: options.code,
      extensions: [
        Prec.highest(
          keymap.of([
            {
              key: "Mod-Enter",
              run: () => {
                options.onRun();
                return true;
              },
            },
            {
              key: "Mod-s",
              run: () => {
                options.onSave?.();
                return true;
              },
            },
            {
              key: "Escape",
              run: () => {
                options.onLeave();
                return true;
              },
            },
          ]),
        ),
        lineNumbers(),
        lintGutter(),
        told,
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of("    "),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        // What to do stands in lines that are wider than a page.
        EditorView.lineWrapping,
        rust(),
        syntaxHighlighting(colours),
        keymap.of([
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...historyKeymap,
          ...lintKeymap,
          indentWithTab,
        ]),
        EditorView.contentAttributes.of({ "aria-label": options.label, tabindex: "0" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onChange();
        }),
        shape,
      ],
    }),
  });

  // The book turns the page on arrow keys and opens its search on `s`; not while somebody types here.
  for (const type of ["keydown", "keypress", "keyup"]) {
    host.addEventListener(type, (event) => event.stopPropagation());
  }

  return {
    text: () => view.state.doc.toString(),

    /** @param {string} code */
    replace(code) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: code } });
    },

    focus: () => view.focus(),

    /** @param {Mark[]} marks */
    mark(marks) {
      const { doc } = view.state;
      const offset = (/** @type {number} */ line, /** @type {number} */ column) => {
        const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
        const units = [...at.text].slice(0, Math.max(column - 1, 0)).join("").length;
        return at.from + units;
      };
      view.dispatch(
        setDiagnostics(
          view.state,
          marks.map((mark) => {
            const from = offset(mark.line, mark.column);
            const to = Math.max(from, offset(mark.endLine, mark.endColumn));
            return { from, to, severity: mark.level, message: mark.message };
          }),
        ),
      );
      const lines = marks.map((mark) => {
        const widget = new Told(mark.level, mark.message);
        return Decoration.widget({ widget, block: true, side: 1 }).range(doc.line(Math.min(mark.endLine, doc.lines)).to);
      });
      view.dispatch({ effects: tell.of(Decoration.set(lines, true)) });
    },

    destroy: () => view.destroy(),
  };
}
