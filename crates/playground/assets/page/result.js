// What a run gave, below the code: what the compiler said, the output, the timeline.

import { duration, element } from "./elements.js";

/** @typedef {typeof import("../../../timeline/viewer/main.js")} ViewerModule */
/** @typedef {import("../../../timeline/viewer/code.js").Shown} Shown */

/** Where mdBook copies the viewer to, from `book/viewer`. */
const VIEWER = "/viewer/";

export class Result {
  #compiler = element("div", { class: "compiler" });
  #rest = element("div", { class: "ran" });
  root = element("div", { class: "yours" }, this.#compiler, this.#rest);

  /** @type {import("../../../timeline/viewer/viewer.js").Viewer | null} */
  #viewer = null;

  clear() {
    this.unmark();
    this.#compiler.replaceChildren();
    this.#rest.replaceChildren();
  }

  /** @param {import("./api.js").Diagnostic} diagnostic */
  diagnostic(diagnostic) {
    // rustc counts lines in the whole file, the reader in the block.
    const mark = diagnostic.marks.find(({ primary }) => primary);
    if (mark?.anchor) {
      const where = `${diagnostic.level} in ${mark.anchor}, line ${mark.line}`;
      this.#compiler.append(element("p", { class: `where level-${diagnostic.level}`, text: where }));
    }
    const box = element("pre", {
      class: `diagnostic level-${diagnostic.level}`,
      attributes: { role: "group", "aria-label": `${diagnostic.level} of the compiler` },
    });
    box.append(element("code", { text: diagnostic.rendered.trimEnd(), attributes: { tabindex: "0" } }));
    this.#compiler.append(box);
  }

  /**
   * @param {import("./api.js").Finished} run
   * @param {string} name
   * @param {import("./block.js").Block[]} blocks
   */
  finished(run, name, blocks) {
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
    const timeline = element("div", { class: "timeline-of-run" });
    parts.push(timeline);
    if (run.timeline !== null) {
      const details = element("details", { class: "timeline-text" });
      details.append(element("summary", { text: "The timeline as text" }), text("", "", run.timeline.trimEnd()));
      parts.push(details);
    }
    this.#rest.replaceChildren(...parts);
    this.unmark();
    if (run.view !== null) void this.#draw(run.view, run, name, blocks, timeline);
  }

  /** The program is no longer the one that ran. */
  unmark() {
    this.#viewer?.host.code?.clear();
    this.#viewer?.host.code?.forget();
    this.#viewer = null;
  }

  /**
   * @param {string} view
   * @param {import("./api.js").Finished} run
   * @param {string} name
   * @param {import("./block.js").Block[]} blocks
   * @param {HTMLElement} place
   */
  async #draw(view, run, name, blocks, place) {
    const { mount, shownIn } = /** @type {ViewerModule} */ (await import(`${VIEWER}main.js`));
    const shown = blocks.map(({ shown: { pre, part } }) => part ?? shownIn(pre));
    const sources = [{ file: run.file, text: run.source }];
    const { root, viewer } = await mount(view, { folder: VIEWER, name, sources, shown });
    if (!place.isConnected) return;
    place.append(root);
    this.#viewer = viewer;
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
