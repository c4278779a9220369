// Draws what can be seen of the lanes onto a canvas. What a state is, is said by shape and pattern as well as by colour:
// running is solid, blocking is solid with stripes, ready is hatched, waiting is a thin line with what it waits for.

import { BLOCKING, READY, RUNNING, WAITING, pieceAt } from "./model.js";
import { duration } from "./words.js";

/** @typedef {import("./model.js").Lane} Lane */
/** @typedef {Record<"text" | "muted" | "ground" | "border" | "accent" | "running" | "onRunning" | "ready" | "held" | "bad", string>} Colours */
/**
 * @typedef {object} Scene
 * @property {import("./model.js").Model} model
 * @property {import("./axis.js").Axis} axis
 * @property {Lane[]} rows
 * @property {Float64Array} tops Where each row begins; one more than there are rows.
 * @property {Map<Lane, number>} indexes Where each lane is among the rows; a folded one is where its group is.
 * @property {number} left How far it is scrolled.
 * @property {number} top
 * @property {number} width
 * @property {number} height
 * @property {number} step -1: none is selected.
 * @property {Uint8Array | null} chain What led to the step and what it led to.
 * @property {number[]} picked The steps of a line that somebody picked.
 * @property {Colours} colours
 * @property {string} font
 */

/** The times above the lanes. */
export const HEAD = 34;
const BAR = 16;

/** @type {Record<Lane["kind"], number>} */
export const HEIGHTS = { run: 34, task: 42, branch: 28, lock: 42, channel: 42, group: 46 };

/** @param {CanvasRenderingContext2D} context @param {Scene} scene */
export function draw(context, scene) {
  new Drawing(context, scene).all();
}

/**
 * The rows that can be seen between two heights.
 *
 * @param {Float64Array} tops
 * @param {number} from
 * @param {number} to
 * @returns {[number, number]}
 */
export function rowsIn(tops, from, to) {
  let [low, high] = [0, tops.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (/** @type {number} */ (tops[middle + 1]) <= from) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < tops.length - 1 && /** @type {number} */ (tops[end]) < to) end += 1;
  return [low, end];
}

class Drawing {
  /** @param {CanvasRenderingContext2D} context @param {Scene} scene */
  constructor(context, scene) {
    this.c = context;
    this.scene = scene;
    this.from = scene.left;
    this.to = scene.left + scene.width;
    const [first, last] = rowsIn(scene.tops, scene.top, scene.top + scene.height - HEAD);
    /** The rows that can be seen. */
    this.first = first;
    this.last = last;
    /** @type {Map<string, CanvasPattern>} */
    this.patterns = new Map();
  }

  all() {
    const { c, scene } = this;
    c.clearRect(0, 0, scene.width, scene.height);
    this.#columns();
    c.save();
    c.beginPath();
    c.rect(0, HEAD, scene.width, scene.height - HEAD);
    c.clip();
    this.#stripes();
    this.#spawns();
    for (let i = this.first; i < this.last; i += 1) this.#row(i);
    this.#future();
    if (scene.chain !== null) this.#chain(scene.chain);
    c.restore();
    this.#selected();
  }

  /** @param {number} x */
  x(x) {
    return Math.round((x - this.scene.left) * 2) / 2;
  }

  /** The middle of a row. @param {number} i */
  y(i) {
    const [from, to] = [this.scene.tops[i] ?? 0, this.scene.tops[i + 1] ?? 0];
    return Math.round(HEAD + (from + to) / 2 - this.scene.top);
  }

  /** The instants, and the jumps between them. */
  #columns() {
    const { c, scene } = this;
    const ticks = scene.axis.ticks(this.from - 200, this.to);
    for (const { x, label, gap } of ticks) {
      const at = this.x(x);
      if (gap > 0) {
        // A jump of the clock: no time is spent in it.
        c.fillStyle = faint(scene.colours.text, 0.045);
        c.fillRect(at, 0, gap, scene.height);
        c.strokeStyle = scene.colours.border;
        c.lineWidth = 1;
        c.setLineDash([3, 3]);
        this.#line(at + 0.5, HEAD - 4, at + 0.5, scene.height);
        this.#line(at + gap - 0.5, HEAD - 4, at + gap - 0.5, scene.height);
        c.setLineDash([]);
        // The last instant stands right beside the end.
        const isEnd = x === scene.axis.tail;
        this.#text(label, at + (isEnd ? gap - 6 : gap / 2), HEAD / 2 + 1, { size: 12, colour: scene.colours.muted, align: isEnd ? "right" : "center" });
        continue;
      }
      c.strokeStyle = scene.colours.border;
      c.lineWidth = 1;
      this.#line(at + 0.5, HEAD - 4, at + 0.5, scene.height);
      this.#text(label, at + 4, HEAD / 2 + 1, { size: 12.5, weight: 600 });
    }
    c.strokeStyle = scene.colours.border;
    this.#line(0, HEAD - 0.5, scene.width, HEAD - 0.5);
  }

  #stripes() {
    const { c, scene } = this;
    for (let i = this.first; i < this.last; i += 1) {
      const lane = scene.rows[i];
      if (lane?.kind !== "task" && lane?.kind !== "group" && lane?.kind !== "run" && lane?.kind !== "lock" && lane?.kind !== "channel") continue;
      const y = Math.round(HEAD + (scene.tops[i] ?? 0) - scene.top) + 0.5;
      if (i > 0 && scene.rows[i - 1]?.kind !== "run") {
        c.strokeStyle = faint(scene.colours.border, 0.8);
        c.lineWidth = 1;
        this.#line(0, y, scene.width, y);
      }
    }
  }

  /** Who spawned whom: from the spawning task's lane down to the new one's. */
  #spawns() {
    const { c, scene } = this;
    const seen = this.scene.indexes;
    c.strokeStyle = faint(scene.colours.muted, 0.75);
    c.lineWidth = 1.5;
    for (let i = this.first; i < this.last; i += 1) {
      const lane = scene.rows[i];
      if (lane?.kind !== "task" || lane.pieces.length === 0) continue;
      const parent = scene.model.task(lane.run, lane.task).parent;
      if (parent === null) continue;
      const above = scene.model.laneOf[lane.run]?.get(parent);
      const from = above === undefined ? undefined : seen.get(above);
      const x = this.x(scene.axis.x(lane.pieces[0] ?? 0));
      if (from === undefined || x < 0 || x > scene.width) continue;
      c.beginPath();
      c.moveTo(x + 0.5, this.y(from) + BAR / 2);
      c.lineTo(x + 0.5, this.y(i));
      c.stroke();
    }
  }

  /** @param {number} i */
  #row(i) {
    const lane = this.scene.rows[i];
    if (lane === undefined) return;
    if (lane.kind === "group") this.#group(lane, i);
    else if (lane.kind !== "run") this.#bars(lane, this.y(i));
    if (lane.end !== null) this.#end(lane, this.y(i));
    else if (lane.kind === "task") this.#goesOn(lane, this.y(i));
  }

  /** The mark of a task that had not ended: it never will, or the recording does not tell. @param {Lane} lane @param {number} y */
  #goesOn(lane, y) {
    const { c, scene } = this;
    const { count } = scene.model;
    const { outcome } = scene.model.recording(lane.run);
    if ((lane.pieces.at(-2) ?? 0) < count || scene.axis.tail === 0) return;
    const x = this.x(scene.axis.x(count)) - 4;
    if (outcome.outcome === "stalled") {
      c.fillStyle = scene.colours.bad;
      c.fillRect(x - 6, y - 6, 12, 12);
      this.#text("stuck", x - 12, y - 12, { size: 12, align: "right" });
      return;
    }
    c.fillStyle = scene.colours.muted;
    for (const dot of [0, 5, 10]) {
      c.beginPath();
      c.arc(x + 4 + dot, y, 1.7, 0, 7);
      c.fill();
    }
  }

  /** @param {Lane} lane @param {number} y */
  #bars(lane, y) {
    const { axis } = this.scene;
    const { pieces } = lane;
    const start = Math.max(0, pieceAt(pieces, axis.from(this.from)));
    // What runs lies on top: in proportion to time it often has no width.
    for (const above of [false, true]) {
      let drawn = -Infinity;
      for (let i = start; i < pieces.length; i += 3) {
        const [from, to, state] = [pieces[i] ?? 0, pieces[i + 1] ?? 0, pieces[i + 2] ?? 0];
        const [left, right] = [axis.x(from), axis.x(to)];
        if (left > this.to) break;
        const runs = lane.kind === "task" && (state === RUNNING || state === BLOCKING);
        // What is closer together than a pixel is one bar.
        if (runs !== above || right - drawn < 1) continue;
        drawn = right;
        this.#bar(lane, state, left, right, y, from, to);
      }
    }
  }

  /**
   * @param {Lane} lane
   * @param {number} state
   * @param {number} left
   * @param {number} right
   * @param {number} y
   * @param {number} from
   * @param {number} to
   */
  #bar(lane, state, left, right, y, from, to) {
    const { c, scene } = this;
    const { colours, model } = scene;
    const [x, end] = [this.x(left), this.x(right)];
    if (lane.kind === "branch") {
      c.strokeStyle = faint(colours.text, 0.7);
      c.lineWidth = 1.5;
      this.#line(x, y, end, y);
      this.#line(x + 0.75, y - 5, x + 0.75, y + 5);
      if (to < model.count) {
        const event = model.event(to);
        if (event.how === "abandoned") this.#cross(end, y, 4);
        else this.#line(end - 0.75, y - 5, end - 0.75, y + 5);
      }
      const long = model.at(to) - model.at(from);
      if (to < model.count && long > 0) this.#on(`${duration(long)}`, x, end, y);
      return;
    }
    if (lane.kind === "channel") {
      this.#level(lane, state, x, end, y);
      return;
    }
    if (lane.kind === "lock") {
      const none = lane.texts[state] === "none left";
      const free = /left$/.test(lane.texts[state] ?? "") && !none;
      c.strokeStyle = colours.held;
      c.lineWidth = 2;
      c.setLineDash(free ? [3, 3] : []);
      box(c, x + 1, y - BAR / 2, Math.max(2, end - x - 2), BAR, 4);
      if (!free) {
        c.fillStyle = faint(colours.held, 0.16);
        c.fill();
      }
      c.stroke();
      c.setLineDash([]);
      this.#in(lane.texts[state] ?? "", x, end, y, colours.text);
      return;
    }
    const wide = Math.max(end - x, state === RUNNING || state === BLOCKING ? 4 : 0);
    if (wide <= 0) return;
    const top = y - BAR / 2;
    const long = model.at(to) - model.at(from);
    if (state === RUNNING || state === BLOCKING) {
      c.fillStyle = state === RUNNING ? colours.running : colours.bad;
      box(c, x, top, wide, BAR, Math.min(4, wide / 2));
      c.fill();
      if (state === BLOCKING) {
        c.fillStyle = this.#pattern("stripes", colours.onRunning);
        c.globalAlpha = 0.3;
        c.fill();
        c.globalAlpha = 1;
      }
      const text = `${state === RUNNING ? "runs" : "blocks"} ${duration(long)}`;
      if (scene.axis.kind === "steps") this.#beads(lane, from, to, y, text);
      else if (long > 0) this.#in(text, x, end, y, colours.onRunning);
    } else if (state === READY) {
      c.strokeStyle = colours.ready;
      c.lineWidth = 1.5;
      box(c, x + 0.75, top + 0.75, Math.max(1, wide - 1.5), BAR - 1.5, Math.min(4, wide / 2));
      c.fillStyle = this.#pattern("hatched", colours.ready);
      c.fill();
      c.stroke();
      if (long > 0) this.#on(`ready ${duration(long)}`, x, end, y);
    } else {
      c.strokeStyle = faint(colours.text, 0.62);
      c.lineWidth = 1.5;
      this.#line(x, y, end, y);
      const waits = wide > 34 ? model.waitsAt(lane.run, lane.task, from) : [];
      const named = waits.length === 1 ? (model.recording(lane.run).view?.waits[(waits[0]?.id ?? 1) - 1]?.[0] ?? "") : "";
      const what = waits.length > 1 ? `${waits.length} waits` : named;
      const whole = to < model.count && long > 0 ? `${what} ${duration(long)}`.trim() : what;
      if (!this.#on(whole, x, end, y)) this.#on(what, x, end, y);
    }
  }

  /** How full a channel is: as high as messages lie in it, with a line for each place where there are few. @param {Lane} lane @param {number} queued @param {number} x @param {number} end @param {number} y */
  #level(lane, queued, x, end, y) {
    const { c, scene } = this;
    const { held, text } = scene.colours;
    const wide = Math.max(1, end - x);
    const tall = 26;
    const bottom = Math.round(y + tall / 2);
    const places = Math.max(1, lane.capacity);
    c.fillStyle = faint(held, 0.06);
    c.fillRect(x, bottom - tall, wide, tall);
    c.lineWidth = 1;
    if (queued < 0) {
      c.strokeStyle = held;
      c.setLineDash([1, 5]);
      this.#line(x, bottom, end, bottom);
      c.setLineDash([]);
      this.#in("unknown", x, end, y, text);
      return;
    }
    const high = Math.round((tall * Math.min(queued, places)) / places);
    const isFull = queued >= places;
    if (high > 0) {
      c.fillStyle = faint(held, isFull ? 0.34 : 0.22);
      c.fillRect(x, bottom - high, wide, high);
      c.fillStyle = held;
      c.fillRect(x, bottom - high - 1, wide, 2);
    }
    c.strokeStyle = faint(held, 0.45);
    if (places <= 8) for (let i = 1; i < places; i += 1) this.#line(x, bottom - Math.round((tall * i) / places) + 0.5, end, bottom - Math.round((tall * i) / places) + 0.5);
    this.#line(x, bottom + 0.5, end, bottom + 0.5);
    const words = lane.texts[0] ?? (isFull ? `full: ${queued} of ${lane.capacity}` : `${queued} of ${lane.capacity}`);
    // In the larger part, so that the line does not go through it.
    const at = high > tall / 2 ? bottom - high / 2 : bottom - high - (tall - high) / 2;
    if (queued > 0 && !this.#in(words, x, end, at, text)) this.#in(isFull && lane.texts.length === 0 ? "full" : String(queued), x, end, at, text);
  }

  /** What happens within a poll: a line printed, a task spawned, another one woken. */
  #beads(/** @type {Lane} */ lane, /** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ y, /** @type {string} */ text) {
    const { c, scene } = this;
    if (scene.axis.step < 10) return;
    const first = Math.max(from, scene.axis.from(this.from));
    for (let step = first; step < to && scene.axis.x(step) < this.to; step += 1) {
      const event = scene.model.event(step);
      // Where the clock moves while it runs, there is room to say for how long.
      if (event.event === "clock_advanced") {
        const [left, right] = [this.x(scene.axis.x(step)), this.x(scene.axis.x(step + 1))];
        this.#in(text, left, right, y, scene.colours.onRunning);
      }
      if (scene.model.run(step) !== lane.run || event.during !== lane.task) continue;
      const x = this.x(scene.axis.middle(step));
      c.fillStyle = scene.colours.onRunning;
      if (event.event === "note") {
        box(c, x - 4.5, y - 4, 9, 6, 1.5);
        c.moveTo(x - 2.5, y + 1);
        c.lineTo(x - 2.5, y + 5);
        c.lineTo(x + 1.5, y + 1);
        c.fill();
      } else if (event.event === "task_spawned" || event.event === "woken") {
        c.beginPath();
        c.moveTo(x - 4, y - 3);
        c.lineTo(x + 4, y - 3);
        c.lineTo(x, y + 4);
        c.fill();
      }
    }
  }

  /** How many tasks of a group run, are ready and wait, as bands one above the other. */
  #group(/** @type {Lane} */ lane, /** @type {number} */ i) {
    const { c, scene } = this;
    const counts = lane.counts;
    if (counts === null) return;
    const tall = HEIGHTS.group - 14;
    const bottom = this.y(i) + tall / 2;
    const most = lane.members.filter((member) => member.kind === "task").length;
    const fills = [
      { state: WAITING, look: faint(scene.colours.text, 0.14) },
      { state: READY, look: this.#pattern("hatched", scene.colours.ready) },
      { state: RUNNING, look: scene.colours.running },
    ];
    const tops = new Float64Array(scene.width + 1).fill(bottom);
    for (const { state, look } of fills.reverse()) {
      c.beginPath();
      c.moveTo(0, tops[0] ?? bottom);
      /** @type {number[]} */
      const under = [];
      for (let x = 0; x <= scene.width; x += 1) {
        const [low, high] = [scene.axis.from(this.from + x), scene.axis.from(this.from + x + 1)];
        let count = 0;
        for (let step = low; step <= high; step += Math.max(1, (high - low) >> 4)) {
          count = Math.max(count, counts[3 * step + state] ?? 0);
        }
        const height = count === 0 ? 0 : Math.max(1, (tall * count) / most);
        under.push(tops[x] ?? bottom);
        tops[x] = Math.max(bottom - tall, (tops[x] ?? bottom) - height);
        c.lineTo(x, tops[x] ?? bottom);
      }
      for (let x = scene.width; x >= 0; x -= 1) c.lineTo(x, under[x] ?? bottom);
      c.closePath();
      c.fillStyle = look;
      c.fill();
    }
    c.strokeStyle = scene.colours.border;
    this.#line(0, bottom + 0.5, scene.width, bottom + 0.5);
  }

  /** @param {Lane} lane @param {number} y */
  #end(lane, y) {
    const { c, scene } = this;
    if (lane.end === null) return;
    const x = this.x(scene.axis.x(lane.end.at) + scene.axis.width(lane.end.at) / 2);
    if (x < -100 || x > scene.width + 20) return;
    if (scene.axis.kind === "steps") {
      this.#halo(() => box(c, x - 8, y - 8, 16, 16, 8));
    } else {
      // The last poll is at the same place.
      c.fillStyle = scene.colours.ground;
      c.fillRect(x - 8, y - BAR / 2 - 1, 16, BAR + 2);
    }
    /** @type {Record<string, string>} */
    const words = { cancelled: "cancelled", panicked: "panicked", shutdown: "dropped" };
    if (lane.end.how === "cancelled") {
      this.#cross(x, y, 5.5);
    } else if (lane.end.how === "panicked") {
      c.fillStyle = scene.colours.bad;
      c.beginPath();
      c.moveTo(x + 2, y - 10);
      c.lineTo(x - 6, y + 2);
      c.lineTo(x - 1, y + 2);
      c.lineTo(x - 3, y + 10);
      c.lineTo(x + 6, y - 3);
      c.lineTo(x + 1, y - 3);
      c.closePath();
      c.fill();
    } else {
      c.beginPath();
      c.arc(x, y, lane.end.how === "shutdown" ? 5 : 5.5, 0, 7);
      c.fillStyle = c.strokeStyle = scene.colours.text;
      c.lineWidth = 2;
      if (lane.end.how === "shutdown") c.stroke();
      else c.fill();
    }
    const word = words[lane.end.how];
    if (word !== undefined) this.#text(word, x + 11, y, { size: 12 });
  }

  /** What has not happened yet steps back. */
  #future() {
    const { c, scene } = this;
    if (scene.step < 0 || scene.chain !== null || scene.step >= scene.model.count - 1) return;
    const x = Math.max(0, this.x(scene.axis.x(scene.step) + scene.axis.width(scene.step)));
    if (x >= scene.width) return;
    c.globalAlpha = 0.58;
    c.fillStyle = scene.colours.ground;
    c.fillRect(x + 1, HEAD, scene.width - x, scene.height);
    c.globalAlpha = 1;
  }

  /** @param {Uint8Array} chain */
  #chain(chain) {
    const { c, scene } = this;
    c.globalAlpha = 0.68;
    c.fillStyle = scene.colours.ground;
    c.fillRect(0, HEAD, scene.width, scene.height);
    c.globalAlpha = 1;
    const causes = scene.model.causes();
    const indexes = this.scene.indexes;
    const [first, last] = [scene.axis.from(this.from - 400), scene.axis.from(this.to + 400)];
    /** @param {number} step */
    const place = (step) => {
      const lane = scene.model.laneOf[scene.model.run(step)]?.get(scene.model.taskOf(step));
      const row = lane === undefined ? undefined : indexes.get(lane);
      return row === undefined ? null : { x: this.x(scene.axis.middle(step)), y: this.y(row) };
    };
    let shown = 0;
    for (let step = first; step <= last && step < scene.model.count && shown < 3_000; step += 1) {
      const part = chain[step] ?? 0;
      if (part === 0) continue;
      const here = place(step);
      if (here === null) continue;
      shown += 1;
      const colour = part === 2 ? scene.colours.ready : scene.colours.held;
      const cause = causes[step] ?? -1;
      const there = cause >= 0 && (chain[cause] ?? 0) > 0 ? place(cause) : null;
      c.strokeStyle = c.fillStyle = colour;
      if (there !== null) {
        c.lineWidth = 2;
        c.setLineDash(part === 2 ? [] : [5, 3]);
        c.beginPath();
        c.moveTo(there.x, there.y);
        if (there.y === here.y) c.lineTo(here.x, here.y);
        else c.bezierCurveTo((there.x + here.x) / 2 + 8, there.y, (there.x + here.x) / 2 - 8, here.y, here.x, here.y);
        c.stroke();
        c.setLineDash([]);
      }
      c.beginPath();
      // Before: a ring. After: a disc. They differ without their colours.
      c.arc(here.x, here.y, 4.5, 0, 7);
      if (part === 2) {
        c.fill();
      } else {
        c.fillStyle = scene.colours.ground;
        c.fill();
        c.lineWidth = 2;
        c.stroke();
      }
    }
  }

  /** The selected step: its column, and the arrow from the one who woke to the one who is woken. */
  #selected() {
    const { c, scene } = this;
    const { colours, axis } = scene;
    for (const step of scene.picked) {
      const x = this.x(axis.middle(step));
      if (x < 0 || x > scene.width) continue;
      c.fillStyle = colours.held;
      c.beginPath();
      c.moveTo(x - 4, HEAD - 8);
      c.lineTo(x + 4, HEAD - 8);
      c.lineTo(x, HEAD - 1);
      c.fill();
    }
    if (scene.step < 0) return;
    const [x, wide] = [this.x(axis.x(scene.step)), axis.width(scene.step)];
    if (x + wide < 0 || x > scene.width) return;
    const middle = x + wide / 2;
    c.fillStyle = faint(colours.accent, 0.16);
    if (wide > 3) c.fillRect(x, HEAD, wide, scene.height);
    c.strokeStyle = colours.accent;
    c.lineWidth = 2;
    if (wide > 3) {
      this.#line(x, HEAD, x, scene.height);
      this.#line(x + wide, HEAD, x + wide, scene.height);
    } else {
      this.#line(middle, HEAD, middle, scene.height);
    }
    c.fillStyle = colours.accent;
    c.beginPath();
    c.moveTo(middle - 7, HEAD - 9);
    c.lineTo(middle + 7, HEAD - 9);
    c.lineTo(middle, HEAD + 2);
    c.fill();
    const lane = scene.model.laneOf[scene.model.run(scene.step)]?.get(scene.model.taskOf(scene.step));
    const row = lane === undefined ? undefined : this.scene.indexes.get(lane);
    if (axis.kind === "time" && row !== undefined) {
      c.fillStyle = colours.ground;
      c.beginPath();
      c.arc(middle, this.y(row), 5.5, 0, 7);
      c.fill();
      c.stroke();
    }
    this.#arrow(middle);
  }

  /** @param {number} x */
  #arrow(x) {
    const { c, scene } = this;
    const { model, step } = scene;
    const event = model.event(step);
    const run = model.run(step);
    const { cause } = event;
    if (event.event !== "woken" && event.event !== "task_spawned") return;
    const indexes = this.scene.indexes;
    /** @param {number | null | undefined} task */
    const row = (task) => {
      const lane = task == null ? undefined : model.laneOf[run]?.get(task);
      return lane === undefined ? undefined : indexes.get(lane);
    };
    const target = row(event.task);
    if (target === undefined) return;
    const to = this.y(target);
    const waker = event.event === "woken" ? cause?.task : model.task(run, event.task ?? 1).parent;
    const itself = cause?.by === "itself" || waker === event.task;
    const source = itself ? target : row(waker);
    const from = source === undefined ? HEAD + 4 : this.y(source);
    c.lineWidth = 2.5;
    c.lineCap = "round";
    c.lineJoin = "round";
    const path = () => {
      c.beginPath();
      if (itself) {
        c.moveTo(x, to - 7);
        c.bezierCurveTo(x + 4, to - 26, x + 28, to - 24, x + 12, to - 8);
        c.lineTo(x + 10, to - 5);
        return;
      }
      const down = to > from ? 1 : -1;
      c.moveTo(x, from + (source === undefined ? 0 : down * 2));
      c.lineTo(x, to - down * 5);
    };
    this.#halo(path, 6);
    c.strokeStyle = c.fillStyle = scene.colours.text;
    c.setLineDash(event.redundant === true ? [4, 4] : []);
    path();
    c.stroke();
    c.setLineDash([]);
    if (source !== undefined && !itself) {
      c.beginPath();
      c.arc(x, from, 4, 0, 7);
      c.fill();
    }
    if (cause?.by === "timer") this.#clock(x, HEAD + 9);
    const [tipX, tipY, down] = itself ? [x + 8, to - 1, 1] : [x, to + (to > from ? 1 : -1), to > from ? 1 : -1];
    c.beginPath();
    c.moveTo(tipX, tipY);
    c.lineTo(tipX - 6, tipY - down * 10);
    c.lineTo(tipX + 6, tipY - down * 10);
    c.closePath();
    c.fillStyle = scene.colours.text;
    c.fill();
    c.lineCap = "butt";
  }

  /** @param {number} x @param {number} y */
  #clock(x, y) {
    const { c, scene } = this;
    c.fillStyle = scene.colours.ground;
    c.strokeStyle = scene.colours.text;
    c.lineWidth = 2;
    c.beginPath();
    c.arc(x, y, 7, 0, 7);
    c.fill();
    c.stroke();
    c.lineWidth = 1.5;
    this.#line(x, y, x, y - 4);
    this.#line(x, y, x + 3, y + 1);
  }

  /** @param {() => void} path @param {number} [wide] */
  #halo(path, wide = 3) {
    const { c, scene } = this;
    c.strokeStyle = scene.colours.ground;
    const before = c.lineWidth;
    c.lineWidth = wide;
    path();
    c.stroke();
    c.lineWidth = before;
  }

  /** @param {number} x @param {number} y @param {number} size */
  #cross(x, y, size) {
    this.c.strokeStyle = this.scene.colours.bad;
    this.c.lineWidth = 2.5;
    this.#line(x - size, y - size, x + size, y + size);
    this.#line(x - size, y + size, x + size, y - size);
  }

  /** @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
  #line(x1, y1, x2, y2) {
    this.c.beginPath();
    this.c.moveTo(x1, y1);
    this.c.lineTo(x2, y2);
    this.c.stroke();
  }

  /**
   * @param {string} text
   * @param {number} x
   * @param {number} y
   * @param {{ size: number, weight?: number, colour?: string, align?: CanvasTextAlign }} look
   */
  #text(text, x, y, { size, weight = 400, colour, align = "left" }) {
    const { c, scene } = this;
    c.font = `${weight} ${size}px ${scene.font}`;
    c.fillStyle = colour ?? scene.colours.text;
    c.textAlign = align;
    c.textBaseline = "middle";
    c.fillText(text, x, y);
  }

  /** A text in a bar, where there is room for it in what can be seen. @param {string} text @param {number} from @param {number} to @param {number} y @param {string} colour */
  #in(text, from, to, y, colour) {
    const [left, right] = [Math.max(from, 0), Math.min(to, this.scene.width)];
    this.c.font = `400 12px ${this.scene.font}`;
    if (this.c.measureText(text).width > right - left - 12) return false;
    this.#text(text, left + 7, y + 0.5, { size: 12, colour });
    return true;
  }

  /** A text on a line, with the ground of the page behind it. @param {string} text @param {number} from @param {number} to @param {number} y */
  #on(text, from, to, y) {
    const [left, right] = [Math.max(from, 0), Math.min(to, this.scene.width)];
    if (text === "" || right - left < 30) return false;
    this.c.font = `400 12px ${this.scene.font}`;
    const wide = this.c.measureText(text).width;
    if (wide > right - left - 18) return false;
    this.c.fillStyle = this.scene.colours.ground;
    // Where it begins within what is seen, it stands behind a piece of its line.
    const begins = left + Math.min(14, (right - left - wide) / 2 - 4);
    this.c.fillRect(begins, y - 8, wide + 8, 16);
    this.#text(text, begins + 4, y + 0.5, { size: 12 });
    return true;
  }

  /** @param {"hatched" | "stripes"} name @param {string} colour */
  #pattern(name, colour) {
    const key = `${name} ${colour}`;
    let pattern = this.patterns.get(key) ?? null;
    if (pattern !== null) return pattern;
    const scale = this.c.getTransform().a;
    const size = 8 * scale;
    const tile = document.createElement("canvas");
    tile.width = tile.height = size;
    const c = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
    c.strokeStyle = colour;
    c.lineWidth = (name === "hatched" ? 1.6 : 2.6) * scale;
    for (const shift of [-size, 0, size]) {
      c.beginPath();
      c.moveTo(shift - scale, size + scale);
      c.lineTo(shift + size + scale, -scale);
      c.stroke();
    }
    pattern = /** @type {CanvasPattern} */ (this.c.createPattern(tile, "repeat"));
    pattern.setTransform(new DOMMatrix([1 / scale, 0, 0, 1 / scale, -this.scene.left % 8, 0]));
    this.patterns.set(key, pattern);
    return pattern;
  }
}

/** @param {CanvasRenderingContext2D} c @param {number} x @param {number} y @param {number} wide @param {number} tall @param {number} round */
function box(c, x, y, wide, tall, round) {
  c.beginPath();
  c.roundRect(x, y, wide, tall, round);
}

/** A colour with less of it. @param {string} colour @param {number} part */
function faint(colour, part) {
  return `color-mix(in srgb, ${colour} ${Math.round(part * 100)}%, transparent)`;
}
