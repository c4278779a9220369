// What flowed through streams, tied to the timeline of the same run. The picture is there without JavaScript
// (`marbles.rs`); here it follows the timeline's step, and leads to it. `load.js` imports this where a page has one.

/** @typedef {import("./viewer.js").Viewer} Viewer */
/** @typedef {{ root: SVGGElement, step: number, x: number, of: number[] }} Marble */

/** Ties the marbles of a viewer's run to it, where the page shows any. @param {Viewer} viewer */
export function tie(viewer) {
  for (const figure of document.querySelectorAll(`figure.marbles[data-scene="${CSS.escape(viewer.host.name)}"]`)) {
    const marbles = new Marbles(viewer, figure);
    viewer.followers.push((step) => marbles.follow(step));
    marbles.follow(viewer.step);
  }
}

class Marbles {
  /** @type {Marble[]} */
  #all = [];
  /** @type {{ root: Element, from: number, to: number }[]} */
  #lines = [];
  #now = document.createElementNS("http://www.w3.org/2000/svg", "path");

  /** @param {Viewer} viewer @param {Element} figure */
  constructor(viewer, figure) {
    this.viewer = viewer;
    this.box = /** @type {HTMLElement} */ (figure.querySelector(".marbles-box"));
    this.chart = /** @type {SVGSVGElement} */ (figure.querySelector(".marbles-chart"));
    // A picture has no parts for a screen reader, a group has.
    this.chart.setAttribute("role", "group");
    const title = this.chart.querySelector(":scope > title");
    this.chart.setAttribute("aria-label", title?.textContent ?? "");
    // It would be shown wherever the pointer rests.
    title?.remove();
    for (const root of this.chart.querySelectorAll("g[data-step]")) {
      if (!(root instanceof SVGGElement)) continue;
      const { step, x, of = "" } = root.dataset;
      root.setAttribute("role", "button");
      root.setAttribute("tabindex", "-1");
      root.setAttribute("aria-label", root.querySelector("title")?.textContent ?? "");
      this.#all.push({ root, step: Number(step), x: Number(x), of: of.split(" ").filter(Boolean).map(Number) });
    }
    this.#all[0]?.root.setAttribute("tabindex", "0");
    for (const root of this.chart.querySelectorAll(".marbles-line")) {
      if (root instanceof SVGElement) this.#lines.push({ root, from: Number(root.dataset.from), to: Number(root.dataset.to) });
    }
    this.#now.setAttribute("class", "marbles-now");
    this.#all[0]?.root.before(this.#now);
    this.chart.addEventListener("click", (event) => this.#marble(event)?.root.focus());
    this.chart.addEventListener("focusin", (event) => this.#reach(this.#marble(event)));
    this.chart.addEventListener("focusout", () => this.#trace(null));
    this.chart.addEventListener("pointerover", (event) => this.#trace(this.#marble(event)));
    this.chart.addEventListener("pointerleave", () => this.#trace(null));
    this.chart.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {Event} event */
  #marble({ target }) {
    const root = target instanceof Element ? target.closest("g[data-step]") : null;
    return this.#all.find((marble) => marble.root === root) ?? null;
  }

  /** @param {Marble | null} marble */
  #reach(marble) {
    if (marble === null) return;
    this.viewer.pause();
    this.viewer.go(marble.step);
    if (marble.root.matches(":focus-visible")) this.#trace(marble);
  }

  /** Shows what has flowed at a step of the timeline; -1: all of it. @param {number} step */
  follow(step) {
    const reached = this.#all.findLast((marble) => marble.step <= step);
    for (const marble of this.#all) {
      marble.root.classList.toggle("marbles-later", step >= 0 && marble.step > step);
      if (marble.step === step) marble.root.setAttribute("aria-current", "step");
      else marble.root.removeAttribute("aria-current");
      marble.root.setAttribute("tabindex", marble === (reached ?? this.#all[0]) ? "0" : "-1");
    }
    for (const { root, to } of this.#lines) root.classList.toggle("marbles-later", step >= 0 && to > step);
    this.#now.setAttribute("d", step < 0 ? "" : `M${this.#x(step, reached)} 24V${this.chart.height.baseVal.value}`);
    if (step >= 0) this.#show(this.#x(step, reached));
  }

  /** Where the timeline's step is: at the last marble, or on the way to the next. @param {number} step @param {Marble | undefined} reached */
  #x(step, reached) {
    const { model } = this.viewer;
    const next = this.#all.find((marble) => marble.step > step);
    const [from, since] = reached === undefined ? [4, 0] : [reached.x, model.at(reached.step)];
    const [to, until] = next === undefined ? [Number(this.chart.dataset.over), model.duration] : [next.x, model.at(next.step)];
    const part = until > since ? (model.at(step) - since) / (until - since) : 0;
    return Math.round(from + (Math.max(from, to) - from) * part);
  }

  /** Scrolls the picture, and nothing else. @param {number} x */
  #show(x) {
    const { box } = this;
    const names = box.scrollWidth - this.chart.clientWidth;
    const room = box.clientWidth - names;
    if (x < box.scrollLeft + 20 || x > box.scrollLeft + room - 40) box.scrollLeft = x - room / 2;
  }

  /** What an item was made of, and what came of it. @param {Marble | null} marble */
  #trace(marble) {
    const steps = new Set(marble === null ? [] : [marble.step]);
    for (const one of this.#all.toReversed()) if (steps.has(one.step)) for (const of of one.of) steps.add(of);
    // What only shares a source with it is no part of its way.
    const after = new Set(marble === null ? [] : [marble.step]);
    for (const one of this.#all) if (one.of.some((of) => after.has(of))) after.add(one.step);
    for (const step of after) steps.add(step);
    this.chart.classList.toggle("marbles-tracing", steps.size > 1);
    for (const { root, step } of this.#all) root.classList.toggle("marbles-on", steps.has(step));
    for (const { root, from, to } of this.#lines) root.classList.toggle("marbles-on", steps.has(from) && steps.has(to));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const at = this.#marble(event);
    if (at === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const i = this.#all.indexOf(at);
    const to = {
      ArrowRight: this.#all[i + 1],
      ArrowLeft: this.#all[i - 1],
      ArrowDown: this.#all.find((marble) => marble.of.includes(at.step)),
      ArrowUp: this.#all.find((marble) => at.of.includes(marble.step)),
      Home: this.#all[0],
      End: this.#all.at(-1),
      Enter: at,
      " ": at,
    };
    if (!(event.key in to)) return;
    const marble = to[/** @type {keyof typeof to} */ (event.key)];
    // Otherwise the book turns its page.
    event.preventDefault();
    event.stopPropagation();
    if (marble === at) this.#reach(at);
    else marble?.root.focus({ preventScroll: true });
  }
}
