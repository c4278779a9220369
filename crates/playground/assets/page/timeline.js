// The timeline of a run of the reader's, in the page: stepped through beside the code, and as text.

import { element } from "./elements.js";
import { marblesOf } from "./marbles.js";

/** @typedef {typeof import("../../../timeline/viewer/main.js")} ViewerModule */
/** @typedef {typeof import("../../../timeline/viewer/marbles.js")} MarblesModule */

/** Where mdBook copies the viewer to, from `book/viewer`. */
const VIEWER = "/viewer/";

export class Timeline {
  root = element("div", { class: "timeline-of-run" });

  /** @type {import("../../../timeline/viewer/viewer.js").Viewer | null} */
  #viewer = null;

  clear() {
    this.unmark();
    this.root.replaceChildren();
  }

  /** The program is no longer the one that ran. */
  unmark() {
    this.#viewer?.host.code?.clear();
    this.#viewer?.host.code?.forget();
    this.#viewer = null;
  }

  /**
   * @param {import("./api.js").Drawn & { marbles?: string | null }} run
   * @param {string} name
   * @param {import("./block.js").Block[]} blocks
   */
  draw({ view, timeline, undrawn, marbles, file, source }, name, blocks) {
    this.clear();
    const figure = marbles == null ? null : marblesOf(marbles, name);
    if (figure !== null) this.root.append(figure);
    if (undrawn !== null) this.root.append(element("p", { class: "explanation", text: undrawn }));
    const place = element("div");
    this.root.append(place);
    if (timeline !== null) {
      const details = element("details", { class: "timeline-text" });
      details.append(element("summary", { text: "The timeline as text" }), printed("", "", timeline.trimEnd()));
      this.root.append(details);
    }
    if (view !== null) void this.#mount(view, { name, sources: [{ file, text: source }] }, blocks, place);
  }

  /**
   * @param {string} view
   * @param {{ name: string, sources: { file: string, text: string }[] }} options
   * @param {import("./block.js").Block[]} blocks
   * @param {HTMLElement} place
   */
  async #mount(view, options, blocks, place) {
    const { mount, shownIn } = /** @type {ViewerModule} */ (await import(`${VIEWER}main.js`));
    const shown = blocks.map(({ shown: { pre, part } }) => part ?? shownIn(pre));
    const { root, viewer } = await mount(view, { folder: VIEWER, ...options, shown });
    if (!place.isConnected) return;
    place.append(root);
    this.#viewer = viewer;
    if (this.root.querySelector("figure.marbles") === null) return;
    const { tie } = /** @type {MarblesModule} */ (await import(`${VIEWER}marbles.js`));
    tie(viewer);
  }
}

/**
 * What was printed, word for word.
 *
 * @param {string} title
 * @param {string} name
 * @param {string} content
 */
export function printed(title, name, content) {
  const pre = element("pre", { class: `printed ${name}`.trim() });
  if (title !== "") {
    pre.dataset.title = title;
    pre.setAttribute("aria-label", title);
    pre.setAttribute("role", "group");
  }
  pre.append(element("code", { class: "language-text", text: content, attributes: { tabindex: "0" } }));
  return pre;
}
