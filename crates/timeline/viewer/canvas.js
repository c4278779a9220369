// The part that is seen: lanes' names beside a canvas that scrolls by itself, of which only what is visible is drawn.

import { Axis } from "./axis.js";
import { HEAD, HEIGHTS, draw, rowsIn } from "./draw.js";
import { BLOCKING, READY, RUNNING, WAITING, pieceAt } from "./model.js";
import { tip, totals } from "./tip.js";
import { make } from "./words.js";

/** @typedef {import("./model.js").Lane} Lane */
/** @typedef {{ onStep: (step: number) => void, onTask: (run: number, task: number) => void }} Host */

const STATES = new Map([
  [READY, "ready"],
  [RUNNING, "runs"],
  [WAITING, "waits"],
  [BLOCKING, "blocks"],
]);
/** @type {Record<string, string>} */
const ENDS = { completed: "completed", cancelled: "cancelled", panicked: "panicked", shutdown: "dropped" };

export class Picture {
  #names = make("div", { class: "tv-names" });
  #canvas = make("canvas", { "aria-hidden": "true" });
  #view = make("div", { class: "tv-view" }, this.#names, this.#canvas);
  #space = make("div", { class: "tv-space" });
  /** What the pointer rests on. The table has it too. */
  #tip = make("div", { class: "tv-tip", "aria-hidden": "true", hidden: "" });
  root = make("div", { class: "tv-scroll", tabindex: "0", role: "group", "aria-label": "Lanes" }, this.#view, this.#space, this.#tip);
  /** @type {Lane[]} */
  rows = [];
  #tops = new Float64Array(1);
  /** Where each lane is among the rows; a folded one is where its group is. @type {Map<Lane, number>} */
  #indexes = new Map();
  /** @type {Axis | null} */
  #axis = null;
  /** @type {import("./draw.js").Colours | null} */
  #colours = null;
  #font = "sans-serif";
  #asked = 0;
  /** @type {Map<Lane, HTMLElement>} */
  #labels = new Map();
  #size = { width: 0, height: 0, names: 0 };

  /** @type {"steps" | "time"} */
  kind = "steps";
  zoom = 1;
  step = -1;
  /** @type {Uint8Array | null} */
  chain = null;
  /** @type {number[]} */
  picked = [];
  /** The task whose steps the keys go through. @type {{ run: number, task: number }} */
  task = { run: 0, task: 0 };

  /**
   * @param {import("./model.js").Model} model
   * @param {Host} host
   */
  constructor(model, host) {
    this.model = model;
    this.host = host;
    this.#fold();
    this.root.addEventListener(
      "scroll",
      () => {
        this.#tell(null);
        this.redraw();
      },
      { passive: true },
    );
    this.root.addEventListener("keydown", () => this.#tell(null));
    this.#canvas.addEventListener("pointerleave", () => this.#tell(null));
    this.#canvas.addEventListener("pointerdown", (event) => this.#point(event));
    this.#canvas.addEventListener("pointermove", (event) => {
      if (event.pointerType !== "mouse") return;
      if (event.buttons === 1) this.#point(event);
      else if (event.buttons === 0) this.#hover(event);
    });
    this.root.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        this.zoomTo(this.zoom * 2 ** (-event.deltaY / 200), event.offsetX);
      },
      { passive: false },
    );
    new ResizeObserver(() => this.measure()).observe(this.root);
    new MutationObserver(() => this.#recolour()).observe(document.documentElement, { attributeFilter: ["class", "style"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#recolour());
    matchMedia("(forced-colors: active)").addEventListener("change", () => this.#recolour());
  }

  /** Everything that depends on how large it is. */
  measure() {
    const wide = this.root.clientWidth;
    if (wide === 0) return;
    const longest = this.rows.slice(0, 400).reduce((most, lane) => Math.max(most, lane.name.length + 2 * lane.depth), 0);
    // Below the name of a lock or a channel stands who waits for it.
    const least = this.rows.some(({ kind }) => kind === "lock" || kind === "channel") ? 170 : 84;
    const names = Math.round(Math.min(Math.max(least, 30 + longest * 7.4), wide < 560 ? Math.min(least + 34, 142) : 210));
    const high = this.#tops.at(-1) ?? 0;
    const height = Math.min(HEAD + high, Math.max(220, Math.min(560, innerHeight * 0.62)));
    this.#size = { width: wide - names, height, names };
    this.#axis = new Axis(this.model, this.kind, wide - names, this.zoom);
    this.root.style.setProperty("--tv-names", `${names}px`);
    this.root.style.setProperty("--tv-height", `${height}px`);
    this.#space.style.width = `${names + Math.ceil(this.#axis.total)}px`;
    this.#space.style.height = `${HEAD + high}px`;
    const scale = devicePixelRatio;
    this.#canvas.width = Math.round((wide - names) * scale);
    this.#canvas.height = Math.round(height * scale);
    this.#canvas.style.width = `${wide - names}px`;
    this.#canvas.style.height = `${height}px`;
    this.#colours = null;
    this.redraw();
  }

  /** @param {"steps" | "time"} kind */
  setKind(kind) {
    this.kind = kind;
    this.zoom = 1;
    this.measure();
    this.show();
  }

  /** @param {number} zoom @param {number} [at] The place that stays where it is. */
  zoomTo(zoom, at = this.#size.width / 2) {
    const axis = this.#axis;
    if (axis === null) return;
    const x = this.root.scrollLeft + at;
    const step = axis.from(x);
    const before = axis.x(step) - this.root.scrollLeft;
    this.zoom = Math.max(1, Math.min(zoom, 4_000));
    this.measure();
    this.root.scrollLeft = (this.#axis?.x(step) ?? 0) - before;
    this.redraw();
  }

  get isZoomable() {
    return this.model.count > 60;
  }

  /** Draws at the next frame. */
  redraw() {
    if (this.#asked !== 0) return;
    this.#asked = requestAnimationFrame(() => {
      this.#asked = 0;
      this.#draw();
    });
  }

  /** Brings the selected step, and the lane that it is about, to where it can be seen. */
  show() {
    const axis = this.#axis;
    if (axis === null || this.step < 0) return;
    const { width, height } = this.#size;
    const [from, to] = [axis.x(this.step), axis.x(this.step) + axis.width(this.step)];
    const margin = Math.min(80, width / 4);
    if (from < this.root.scrollLeft + margin / 2) this.root.scrollLeft = from - margin;
    else if (to > this.root.scrollLeft + width - margin / 2) this.root.scrollLeft = to - width + margin;
    const lane = this.model.laneOf[this.model.run(this.step)]?.get(this.model.taskOf(this.step));
    const row = lane === undefined ? -1 : (this.#indexes.get(lane) ?? -1);
    if (row >= 0) {
      const [top, bottom] = [this.#tops[row] ?? 0, this.#tops[row + 1] ?? 0];
      if (top < this.root.scrollTop) this.root.scrollTop = top;
      else if (bottom > this.root.scrollTop + height - HEAD) this.root.scrollTop = bottom - height + HEAD;
    }
    this.redraw();
  }

  /** @param {Lane} lane */
  toggle(lane) {
    lane.open = !lane.open;
    this.#fold();
    this.measure();
  }

  #fold() {
    this.rows = this.model.visible();
    this.#tops = new Float64Array(this.rows.length + 1);
    this.rows.forEach((lane, i) => (this.#tops[i + 1] = (this.#tops[i] ?? 0) + HEIGHTS[lane.kind]));
    this.#indexes.clear();
    this.rows.forEach((lane, i) => {
      if (lane.kind === "group" && !lane.open) for (const member of lane.members) this.#indexes.set(member, i);
      this.#indexes.set(lane, i);
    });
    for (const label of this.#labels.values()) label.remove();
    this.#labels.clear();
  }

  #recolour() {
    this.#colours = null;
    this.redraw();
  }

  #palette() {
    if (this.#colours !== null) return this.#colours;
    const style = getComputedStyle(this.root);
    const forced = matchMedia("(forced-colors: active)").matches;
    /** @param {string} name @param {string} system */
    const colour = (name, system) => (forced ? system : style.getPropertyValue(name).trim() || system);
    this.#colours = {
      text: style.color,
      muted: colour("--tv-muted", "GrayText"),
      ground: forced ? "Canvas" : style.getPropertyValue("--tv-ground").trim() || "Canvas",
      border: colour("--tv-border", "CanvasText"),
      accent: colour("--tv-accent", "Highlight"),
      running: colour("--tv-running", "CanvasText"),
      onRunning: colour("--tv-on-running", "Canvas"),
      ready: colour("--tv-ready", "CanvasText"),
      held: colour("--tv-held", "LinkText"),
      bad: colour("--tv-bad", "Mark"),
    };
    this.#font = style.fontFamily;
    return this.#colours;
  }

  #draw() {
    const axis = this.#axis;
    const context = this.#canvas.getContext("2d");
    if (axis === null || context === null || this.#size.width <= 0) return;
    const scale = devicePixelRatio;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    draw(context, {
      model: this.model,
      axis,
      rows: this.rows,
      tops: this.#tops,
      indexes: this.#indexes,
      left: Math.abs(this.root.scrollLeft),
      top: this.root.scrollTop,
      width: this.#size.width,
      height: this.#size.height,
      step: this.step,
      chain: this.chain,
      picked: this.picked,
      colours: this.#palette(),
      font: this.#font,
    });
    this.#label();
  }

  /** The names of the rows that can be seen. */
  #label() {
    const top = this.root.scrollTop;
    const [first, end] = rowsIn(this.#tops, top, top + this.#size.height - HEAD);
    const seen = new Set(this.rows.slice(first, end));
    for (const [lane, label] of this.#labels) {
      if (seen.has(lane)) continue;
      label.remove();
      this.#labels.delete(lane);
    }
    for (let i = first; i < end; i += 1) {
      const lane = /** @type {Lane} */ (this.rows[i]);
      let label = this.#labels.get(lane);
      if (label === undefined) {
        label = this.#labelOf(lane);
        this.#labels.set(lane, label);
        this.#names.append(label);
      }
      label.style.transform = `translateY(${HEAD + (this.#tops[i] ?? 0) - top}px)`;
      label.style.height = `${HEIGHTS[lane.kind]}px`;
      const isCurrent = lane.kind === "task" && lane.task === this.task.task && lane.run === this.task.run && this.step >= 0;
      label.classList.toggle("tv-current", isCurrent);
      const state = label.lastElementChild;
      const words = this.#state(lane);
      if (state?.className === "tv-state" && state.textContent !== words) {
        state.textContent = words;
        state.setAttribute("data-state", words);
      }
    }
  }

  /** @param {Lane} lane */
  #labelOf(lane) {
    const name = make("span", { class: "tv-name", text: lane.name });
    if (lane.kind !== "task") name.title = lane.name;
    name.dir = "auto";
    const state = make("span", { class: "tv-state" });
    const label = make("div", { class: `tv-label tv-${lane.kind}` }, name);
    label.style.setProperty("--tv-depth", String(Math.min(lane.depth, 6)));
    if (lane.kind === "group") {
      const fold = make("button", { type: "button", class: "tv-fold", "aria-expanded": String(lane.open) });
      fold.append(name);
      fold.addEventListener("click", () => this.toggle(lane));
      label.append(fold, state);
    } else if (lane.kind === "lock" || lane.kind === "channel") {
      label.append(state);
    } else if (lane.kind === "task") {
      label.append(state);
      label.addEventListener("click", () => this.host.onTask(lane.run, lane.task));
      label.addEventListener("pointermove", (event) => {
        if (event.pointerType !== "mouse") return;
        const { polls, runs, ready, waits } = totals(this.model, lane);
        this.#tell([`${lane.name}, in all`, `${polls} ${polls === "1" ? "poll" : "polls"}: runs ${runs}, ready ${ready}, waits ${waits}`], event);
      });
      label.addEventListener("pointerleave", () => this.#tell(null));
    }
    return label;
  }

  /** What a lane does at the selected step, in a word. @param {Lane} lane */
  #state(lane) {
    if (this.step < 0) return "";
    if (lane.kind === "group") {
      const counts = lane.counts;
      if (counts === null) return "";
      const of = (/** @type {number} */ state) => counts[3 * this.step + state] ?? 0;
      /** @type {[number, string][]} */
      const parts = [[of(RUNNING), "run"], [of(READY), "ready"], [of(WAITING), "wait"]];
      return parts.filter(([count]) => count > 0).map(([count, what]) => `${count.toLocaleString("en")} ${what}`).join(" · ");
    }
    if (lane.kind === "lock" || lane.kind === "channel") return this.#used(lane);
    if (lane.kind !== "task") return "";
    if (lane.end !== null && this.step >= lane.end.at) return ENDS[lane.end.how] ?? "";
    const state = this.model.state(lane.run, lane.task, this.step);
    return state === null ? "" : (STATES.get(state.state) ?? "");
  }

  /** Who holds a lock or how full a channel is, and who waits for it. @param {Lane} lane */
  #used(lane) {
    const i = pieceAt(lane.pieces, this.step);
    const [to, what] = [lane.pieces[i + 1] ?? -1, lane.pieces[i + 2] ?? -1];
    const is = this.step >= to ? "" : lane.kind === "lock" ? (lane.texts[what] ?? "") : what < 0 ? "unknown" : what === 0 ? "empty" : (lane.texts[0] ?? `${what} of ${lane.capacity}`);
    const waiting = lane.waiters.filter(
      ({ from, to: until, wait }) => from <= this.step && this.step < until && this.model.state(lane.run, wait.task, this.step)?.state === WAITING,
    );
    const names = [...new Set(waiting.map(({ wait }) => this.model.task(lane.run, wait.task).name))];
    const who = names.length > 2 ? `${names.length} wait` : names.length > 0 ? `${names.join(", ")} wait${names.length === 1 ? "s" : ""}` : "";
    return [is, who].filter((part) => part !== "").join(" · ");
  }

  /** The lane that a pointer is on. @param {PointerEvent} event */
  #laneAt(event) {
    const y = event.offsetY - HEAD + this.root.scrollTop;
    const [row] = rowsIn(this.#tops, y, y + 1);
    return y < 0 || y >= (this.#tops.at(-1) ?? 0) ? undefined : this.rows[row];
  }

  /** @param {PointerEvent} event */
  #hover(event) {
    const lane = this.#laneAt(event);
    if (this.#axis === null || lane === undefined || lane.kind === "run") return this.#tell(null);
    const step = this.#axis.from(event.offsetX + Math.abs(this.root.scrollLeft));
    this.#tell(tip(this.model, lane, Math.min(step, this.model.count - 1)), event);
  }

  /** Beside the pointer. @param {[string, string] | null} words @param {PointerEvent} [event] */
  #tell(words, event) {
    this.#tip.hidden = words === null;
    if (words === null || event === undefined) return;
    this.#tip.replaceChildren(make("b", { text: words[0] }), make("span", { text: words[1] }));
    const { offsetWidth: wide, offsetHeight: high } = this.#tip;
    this.#tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - wide - 8))}px`;
    this.#tip.style.top = `${event.clientY + 20 + high > innerHeight ? event.clientY - high - 10 : event.clientY + 20}px`;
  }

  /** @param {PointerEvent} event */
  #point(event) {
    this.#tell(null);
    if (event.button > 0 || this.#axis === null) return;
    const x = event.offsetX + Math.abs(this.root.scrollLeft);
    const lane = this.#laneAt(event);
    let step = this.#axis.stepAt(x);
    if (this.kind === "time" && lane !== undefined && lane.task > 0) {
      // Of the steps in this place, the first that is about this lane.
      const place = this.#axis.x(step);
      for (let i = step; i < this.model.count && Math.abs(this.#axis.x(i) - place) < 3; i += 1) {
        if (this.model.run(i) === lane.run && this.model.taskOf(i) === lane.task) {
          step = i;
          break;
        }
      }
    }
    if (lane !== undefined && (lane.kind === "task" || lane.kind === "branch")) this.task = { run: lane.run, task: lane.task };
    this.host.onStep(step);
  }
}
