// What a run gave, below the code: what the compiler said, the output, the timeline.

import { duration, element } from "./elements.js";
import { picture } from "./svg.js";

export class Result {
  #compiler = element("div", { class: "compiler" });
  #rest = element("div", { class: "ran" });
  root = element("div", { class: "yours" }, this.#compiler, this.#rest);

  clear() {
    this.#compiler.replaceChildren();
    this.#rest.replaceChildren();
  }

  /** @param {import("./api.js").Diagnostic} diagnostic */
  diagnostic(diagnostic) {
    // rustc counts lines in the whole file, the reader in the block.
    const mark = diagnostic.marks.find(({ primary }) => primary);
    if (mark?.anchor) {
      const text = `${diagnostic.level} in ${mark.anchor}, line ${mark.line}`;
      this.#compiler.append(element("p", { class: `where ${diagnostic.level}`, text }));
    }
    const box = element("pre", {
      class: `diagnostic ${diagnostic.level}`,
      attributes: { role: "group", "aria-label": `${diagnostic.level} of the compiler` },
    });
    box.append(element("code", { text: diagnostic.rendered.trimEnd(), attributes: { tabindex: "0" } }));
    this.#compiler.append(box);
  }

  /** @param {import("./api.js").Finished} run */
  finished(run) {
    const parts = [];
    for (const paragraph of run.explanation) {
      parts.push(element("p", { class: "explanation", text: paragraph }));
    }
    if (run.output.trim() !== "" || run.explanation.length === 0) {
      parts.push(text("Output", "output", run.output.trimEnd() || "It printed nothing."));
    }
    if (!run.success && run.errors.trim() !== "" && run.explanation.length === 0) {
      parts.push(text("Errors", "errors", run.errors.trimEnd()));
    }
    const drawn = run.svg === null ? null : picture(run.svg);
    if (drawn !== null) {
      const attributes = { tabindex: "0", role: "group", "aria-label": "Timeline of your run" };
      parts.push(element("figure", { class: "timeline", attributes }, drawn));
    }
    if (run.timeline !== null) {
      const details = element("details", { class: "timeline-text" });
      details.append(element("summary", { text: "The timeline as text" }), text("", "", run.timeline.trimEnd()));
      parts.push(details);
    }
    this.#rest.replaceChildren(...parts);
  }

  /** @param {import("./api.js").Finished} run */
  static sentence(run) {
    const took = `${duration(run.seconds)} on the clock`;
    const time =
      run.virtualSeconds === null ? took : `${duration(run.virtualSeconds)} of virtual time, ${took}`;
    return run.success ? `Done: ${time}.` : `The program ${run.sentence} (${time}).`;
  }
}

/**
 * @param {string} title
 * @param {string} name
 * @param {string} content
 */
function text(title, name, content) {
  const pre = element("pre", { class: `printed ${name}`.trim() });
  if (title !== "") {
    pre.dataset.title = title;
    pre.setAttribute("aria-label", title);
    pre.setAttribute("role", "group");
  }
  pre.append(element("code", { class: "language-text", text: content, attributes: { tabindex: "0" } }));
  return pre;
}
