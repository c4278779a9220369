// Where across the picture a step lies: evenly spaced with labelled gaps for the jumps of the clock, or in proportion
// to time.

import { duration } from "./words.js";

/** Between the lanes' names and the first step. */
const LEFT = 12;
/** Behind the last one: room for how things ended, or for what never does. */
const RIGHT = 24;
const ENDLESS = 120;

/** Widths of a step; a gap between two instants is so many steps wide, where that is enough for its label. */
const NARROW = 12;
const WIDE = 40;
const GAP = 5;
const LABEL = 56;

/** @typedef {{ x: number, label: string, gap: number }} Tick `gap`: how wide the jump is that it labels; 0: an instant. */

export class Axis {
  /**
   * @param {import("./model.js").Model} model
   * @param {"steps" | "time"} kind
   * @param {number} room What is there to be filled.
   * @param {number} zoom 1: everything, or as much as can be told apart.
   */
  constructor(model, kind, room, zoom) {
    this.model = model;
    this.kind = kind;
    const ends = model.runs.every(({ recording }) => recording.outcome.outcome === "completed");
    const right = ends ? RIGHT : Math.min(ENDLESS, room / 4);
    const { count } = model;
    this.left = new Float64Array(count + 1);
    if (kind === "steps") {
      let gaps = 0;
      for (const jump of model.jumps) gaps += jump;
      const free = room - LEFT - right;
      const even = free / Math.max(1, count - gaps + GAP * gaps);
      const few = count <= 1_500;
      this.step = (few ? Math.max(NARROW, Math.min(even, WIDE)) : even) * zoom;
      this.gap = few ? Math.max(LABEL, GAP * this.step) : GAP * this.step;
      // What is left over once every step has its width belongs to the gaps: that is where the texts are.
      if (few && gaps > 0) this.gap = Math.max(this.gap, Math.min(220, (free - (count - gaps) * this.step) / gaps));
      let x = LEFT;
      for (let i = 0; i < count; i += 1) {
        this.left[i] = x;
        x += model.jumps[i] === 1 ? this.gap : this.step;
      }
      // What never ends goes on behind the last step.
      this.left[count] = ends ? x : x + right - 16;
      this.tail = ends ? 0 : x;
      this.total = x + right;
    } else {
      this.step = 0;
      this.gap = 0;
      const scale = (Math.max(40, room - LEFT - Math.max(right, 96)) * zoom) / Math.max(1, model.span);
      this.scale = scale;
      for (let i = 0; i < count; i += 1) this.left[i] = LEFT + (model.times[i] ?? 0) * scale;
      this.left[count] = LEFT + model.duration * scale + (ends ? 0 : right - 16);
      this.tail = ends ? 0 : LEFT + model.duration * scale;
      this.total = LEFT + model.span * scale + Math.max(right, 96);
    }
  }

  /** The left edge of a step. @param {number} step */
  x(step) {
    return /** @type {number} */ (this.left[Math.max(0, Math.min(step, this.model.count))]);
  }

  /** How wide a step is: nothing, in proportion to time. @param {number} step */
  width(step) {
    if (step === this.model.count - 1 && this.tail > 0) return this.kind === "time" ? 0 : this.tail - this.x(step);
    return this.kind === "time" ? 0 : this.x(step + 1) - this.x(step);
  }

  /** Its middle. @param {number} step */
  middle(step) {
    return this.x(step) + this.width(step) / 2;
  }

  /** The first step that ends behind this place. @param {number} x */
  from(x) {
    let [low, high] = [0, this.model.count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.x(middle + 1) <= x) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The step that is shown at a place: of several in one place, the first. @param {number} x */
  stepAt(x) {
    if (this.kind === "steps") return Math.max(0, Math.min(this.from(x), this.model.count - 1));
    let [low, high] = [0, this.model.count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.x(middle) < x) low = middle + 1;
      else high = middle;
    }
    const before = Math.max(0, low - 1);
    let nearest = Math.abs(this.x(before) - x) < Math.abs(this.x(low) - x) ? before : low;
    while (nearest > 0 && this.x(nearest - 1) === this.x(nearest)) nearest -= 1;
    return nearest;
  }

  /** What stands above the picture, between two places. @param {number} from @param {number} to @returns {Tick[]} */
  ticks(from, to) {
    const ticks = this.kind === "steps" ? this.#instants(from, to) : this.#even(from, to);
    if (this.tail > 0 && this.tail < to && (this.left[this.model.count] ?? 0) - this.tail > 60) {
      const stalled = this.model.runs.some(({ recording }) => recording.outcome.outcome === "stalled");
      const room = (this.left[this.model.count] ?? 0) - this.tail;
      ticks.push({ x: this.tail, label: stalled ? "for ever" : "and so on", gap: room });
    }
    return ticks;
  }

  /** @param {number} from @param {number} to */
  #instants(from, to) {
    /** @type {Tick[]} */
    const ticks = [];
    let free = -Infinity;
    const first = Math.max(0, this.from(from) - 1);
    for (let i = first; i < this.model.count && this.x(i) <= to; i += 1) {
      const at = this.model.at(i);
      const event = this.model.event(i);
      if (event.event === "clock_advanced") {
        const jump = `+${duration((event.to ?? at) - (event.from ?? at))}`;
        const wide = 6.8 * jump.length;
        // It gives way to the instant before it.
        const hasRoom = wide <= this.gap && this.x(i) + (this.gap - wide) / 2 >= free - 12;
        if (this.gap >= 40) ticks.push({ x: this.x(i), label: hasRoom ? jump : "", gap: this.gap });
      }
      // The instant begins behind the jump that leads to it.
      const begins = i === 0 || this.model.event(i - 1).event === "clock_advanced" || (this.model.at(i - 1) < at && event.event !== "clock_advanced");
      if (!begins || event.event === "clock_advanced") continue;
      const label = duration(at);
      if (this.x(i) < free) continue;
      ticks.push({ x: this.x(i), label, gap: 0 });
      free = this.x(i) + 8 * label.length + 14;
    }
    return ticks;
  }

  /** @param {number} from @param {number} to */
  #even(from, to) {
    const apart = 90 / (this.scale ?? 1);
    const power = 10 ** Math.floor(Math.log10(Math.max(1, apart)));
    const unit = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= apart) ?? 10 * power;
    /** @type {Tick[]} */
    const ticks = [];
    const scale = this.scale ?? 1;
    for (let at = Math.max(0, Math.floor((from - LEFT) / scale / unit)) * unit; ; at += unit) {
      const x = LEFT + at * scale;
      if (x > to || at > this.model.span) break;
      ticks.push({ x, label: duration(at), gap: 0 });
    }
    return ticks;
  }
}
