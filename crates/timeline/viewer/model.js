// What the viewer knows of one or several runs: lanes, what each task does from which step to which, what led to what.
//
// Nothing is drawn here. Several runs become one list of steps in the order of their time, so that stepping, drawing
// and comparing are the same thing. A step is a position in that list; in a single run it is the event's own number.

/**
 * The recording as `crates/timeline/src/model.rs` writes it, with the field `view` of `view.rs`.
 *
 * @typedef {{ file: string, line: number }} Place
 * @typedef {{ id: number, name: string, kind: string, place: Place | null, parent: number | null }} Task
 * @typedef {{ id: number, type: string, place: Place | null, capacity?: number }} Resource
 * @typedef {{ id: number, task: number, operation: string, label: string | null, place: Place | null,
 *             resource: number | null, deadline: number | null, stack: { function: string, place: Place }[] }} Wait
 * @typedef {{ by: string, task?: number, wait?: number | null, operation?: string, place?: Place }} Cause
 * @typedef {{ step: number, at: number, during: number | null, event: string, task?: number | null, wait?: number,
 *             resource?: number, cause?: Cause, how?: string, redundant?: boolean, blocked?: boolean, computed?: boolean, text?: string,
 *             shared?: boolean, available?: number, queued?: number | null, gone?: string, from?: number,
 *             to?: number }} Event
 * @typedef {{ sentences: string[], lanes: [number, number][], branches: [number, string][],
 *             waits: [string, number | null][], locks: [number, string][], explanation: string[],
 *             warnings?: [number, string, string][] }} View
 * @typedef {{ format: string, version: number, clock: string, outcome: { outcome: string }, tasks: Task[],
 *             resources: Resource[], waits: Wait[], events: Event[], omitted: number, view?: View }} Recording
 * @typedef {{ name: string, recording: Recording }} Run
 */

/** What a task does. */
export const READY = 0;
export const RUNNING = 1;
export const WAITING = 2;
export const BLOCKING = 3;

/**
 * What lasts, as triples in one flat list: the step at which it begins, the one at which it is over, and which it is.
 *
 * @typedef {number[]} Pieces
 */

/** @typedef {{ from: number, to: number, wait: Wait, how: string }} Span */
/**
 * One row of the picture.
 *
 * @typedef {object} Lane
 * @property {"run" | "task" | "branch" | "lock" | "channel" | "group"} kind
 * @property {number} run
 * @property {string} name
 * @property {number} depth
 * @property {number} task The task's number in its run; 0: none.
 * @property {Pieces} pieces For a task its states; for a branch its waits' numbers; for a lock an index of `texts`; for
 *   a channel how many messages it holds, -1: it is not known.
 * @property {string[]} texts Of a channel: what to say of it where that is not how full it is.
 * @property {{ at: number, how: string } | null} end
 * @property {number} capacity Of a channel.
 * @property {Span[]} waiters Of a lock or a channel: the waits for it.
 * @property {Lane[]} members Of a group.
 * @property {boolean} open A group that shows its members.
 * @property {Int32Array | null} counts Of a group: for each step, how many are ready, running, waiting.
 */

/** Beyond so many tasks, those that are alike are shown as one until somebody asks for them. */
const MANY = 24;
const ALIKE = 8;

/** What a task that is ready waits for. */
const BUSY = "the thread is busy";

export class Model {
  /** @param {Run[]} runs @param {number} [span] How long the axis of time is at least. */
  constructor(runs, span = 0) {
    this.runs = runs;
    /** @type {Event[]} */
    this.events = [];
    /** Which run each step is of. */
    this.runOf = new Uint8Array(0);
    /** For each run, the step of each of its events. @type {Int32Array[]} */
    this.stepOf = [];
    /** @type {Lane[]} */
    this.lanes = [];
    /** For each run, the lane of each task. @type {Map<number, Lane>[]} */
    this.laneOf = runs.map(() => new Map());
    this.#merge();
    this.count = this.events.length;
    /** When each step is, and whether it is a jump of the clock: looked at for all of them, and often. */
    this.times = new Float64Array(this.count);
    this.jumps = new Uint8Array(this.count);
    for (let i = 0; i < this.count; i += 1) {
      const event = /** @type {Event} */ (this.events[i]);
      this.times[i] = event.at;
      this.jumps[i] = event.event === "clock_advanced" ? 1 : 0;
    }
    /** @type {Map<string, number[]> | null} */
    this.linesCache = null;
    /** @type {Span[][][]} For each run and task. */
    this.waits = [];
    runs.forEach((_, run) => this.#layOut(run));
    this.duration = this.count === 0 ? 0 : this.at(this.count - 1);
    this.span = Math.max(span, this.duration);
  }

  /** @param {number} step */
  event(step) {
    return /** @type {Event} */ (this.events[Math.max(0, Math.min(step, this.count - 1))]);
  }

  /** @param {number} step */
  at(step) {
    return this.times[Math.max(0, Math.min(step, this.count - 1))] ?? 0;
  }

  /** The last step up to a time. @param {number} time */
  stepAt(time) {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.times[middle] ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  /** @param {number} step */
  run(step) {
    return this.runOf[Math.max(0, Math.min(step, this.count - 1))] ?? 0;
  }

  /** @param {number} run @param {number} id */
  task(run, id) {
    return /** @type {Task} */ (this.recording(run).tasks[id - 1]);
  }

  /** @param {number} run */
  recording(run) {
    return /** @type {Run} */ (this.runs[run]).recording;
  }

  /** The sentence for a step, as the library says it; of a bare recording, the event's name and its task. */
  sentence(/** @type {number} */ step) {
    const event = this.event(step);
    const run = this.run(step);
    const told = this.recording(run).view?.sentences[event.step];
    if (told !== undefined) return told;
    const task = this.taskOf(step);
    const what = event.event.replaceAll("_", " ");
    return task === 0 ? what : `${what}: \`${this.task(run, task).name}\``;
  }

  /** The task that a step is about; 0: none. */
  taskOf(/** @type {number} */ step) {
    const event = this.event(step);
    if (event.wait !== undefined) return this.recording(this.run(step)).waits[event.wait - 1]?.task ?? 0;
    return event.task ?? event.during ?? 0;
  }

  /** Where in the source a step happens; null: it is not known. */
  place(/** @type {number} */ step) {
    const event = this.event(step);
    const run = this.run(step);
    if (event.cause?.place !== undefined) return event.cause.place;
    if (event.event === "task_spawned") return this.task(run, event.task ?? 1).place;
    if (event.wait !== undefined) return this.recording(run).waits[event.wait - 1]?.place ?? null;
    return null;
  }

  /** What a task does at a step, and from when to when; null: it is not there yet, or no longer. */
  state(/** @type {number} */ run, /** @type {number} */ task, /** @type {number} */ step) {
    const lane = this.laneOf[run]?.get(task);
    if (lane === undefined) return null;
    const i = pieceAt(lane.pieces, step);
    const [from, to, state] = [lane.pieces[i], lane.pieces[i + 1], lane.pieces[i + 2]];
    if (from === undefined || to === undefined || state === undefined || step < from || step >= to) return null;
    return { from, to, state };
  }

  /** The waits that a task is in at a step. */
  waitsAt(/** @type {number} */ run, /** @type {number} */ task, /** @type {number} */ step) {
    const spans = this.waits[run]?.[task - 1] ?? [];
    const open = [];
    // They are in the order of their beginning; a task is in few at once.
    let [low, high] = [0, spans.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (/** @type {{from: number}} */ (spans[middle]).from <= step) low = middle + 1;
      else high = middle;
    }
    for (let i = low - 1; i >= 0 && i > low - 256; i -= 1) {
      const span = spans[i];
      if (span !== undefined && step < span.to) open.push(span.wait);
    }
    return open.reverse();
  }

  /** The most waits for time that a run is in at once, in whichever task. @param {number} run */
  mostWaits(run) {
    /** @type {[number, number][]} */
    const edges = [];
    for (const { from, to, wait } of (this.waits[run] ?? []).flat()) {
      if (wait.deadline === null || this.at(from) === this.at(to)) continue;
      edges.push([this.at(from), 1], [this.at(to), -1]);
    }
    edges.sort(([a, up], [b, other]) => a - b || up - other);
    let [open, most] = [0, 0];
    for (const [, change] of edges) {
      open += change;
      most = Math.max(most, open);
    }
    return most;
  }

  /**
   * What the runtime of a run is at: who runs, who is ready (the longest first), when the next timer is; null: there are too
   * many tasks to say.
   *
   * @param {number} run
   * @param {number} step
   */
  now(run, step) {
    const { tasks } = this.recording(run);
    if (tasks.length > 400) return null;
    /** @type {string[]} */
    const running = [];
    /** @type {{ name: string, since: number }[]} */
    const ready = [];
    let timer = Infinity;
    for (const { id, name } of tasks) {
      const state = this.state(run, id, step);
      if (state === null) continue;
      if (state.state === READY) ready.push({ name, since: state.from });
      else if (state.state !== WAITING) running.push(name);
      for (const { deadline } of this.waitsAt(run, id, step)) {
        if (deadline !== null && deadline > this.at(step)) timer = Math.min(timer, deadline);
      }
    }
    ready.sort((a, b) => a.since - b.since);
    return { running, ready: ready.map(({ name }) => name), timer: timer === Infinity ? null : timer };
  }

  /**
   * Where a task stands at a step: its lines, innermost first in each of its waits.
   *
   * @returns {{ state: number, places: Place[], outer: Place[] } | null}
   */
  stands(/** @type {number} */ run, /** @type {number} */ task, /** @type {number} */ step) {
    const state = this.state(run, task, step);
    if (state === null) return null;
    const waits = this.waitsAt(run, task, step);
    /** @type {Place[]} */
    let places = [];
    /** @type {Place[]} */
    let outer = [];
    for (const { place, stack } of waits) {
      if (place !== null) places.push(place);
      outer.push(...stack.slice(1).map((frame) => frame.place));
    }
    if (state.state === RUNNING || state.state === BLOCKING) {
      // It has left the lines where it waited as soon as it has done something behind them.
      for (let i = step; i >= state.from; i -= 1) {
        if (this.run(i) !== run || this.event(i).during !== task) continue;
        const place = this.place(i);
        if (place === null) continue;
        const wait = this.event(i).wait;
        const stack = wait === undefined ? [] : (this.recording(run).waits[wait - 1]?.stack ?? []);
        places = [place];
        outer = stack.slice(1).map((frame) => frame.place);
        break;
      }
    }
    return { state: state.state, places, outer };
  }

  /** The next step from here that is about this task, in one direction; null: none. */
  stepOfTask(/** @type {number} */ step, /** @type {1 | -1} */ direction, /** @type {number} */ run, /** @type {number} */ task) {
    for (let i = step + direction; i >= 0 && i < this.count; i += direction) {
      if (this.run(i) === run && (this.taskOf(i) === task || this.event(i).during === task)) return i;
    }
    return null;
  }

  /** The steps that happen on each line of the source, by `file:line`. */
  lines() {
    if (this.linesCache === null) {
      this.linesCache = new Map();
      for (let step = 0; step < this.count; step += 1) {
        const place = this.place(step);
        if (place === null) continue;
        const key = `${place.file}:${place.line}`;
        const steps = this.linesCache.get(key);
        if (steps === undefined) this.linesCache.set(key, [step]);
        else steps.push(step);
      }
    }
    return this.linesCache;
  }

  /**
   * For each step the one that brought it about; -1: none. A wake brings about the poll that follows it, a poll what
   * happens in it, the beginning of a wait the timer that ends it.
   */
  causes() {
    if (this.causesCache !== undefined) return this.causesCache;
    const causes = new Int32Array(this.count).fill(-1);
    this.runs.forEach((_, run) => {
      const steps = /** @type {Int32Array} */ (this.stepOf[run]);
      /** What made each task ready, its poll under way, its end; by task. */
      const [ready, poll, ended] = [new Map(), new Map(), new Map()];
      const waits = new Map();
      for (const step of steps) {
        const event = this.event(step);
        const during = event.during === null ? -1 : (poll.get(event.during) ?? -1);
        let cause = during;
        switch (event.event) {
          case "task_spawned":
            ready.set(event.task, step);
            break;
          case "poll_started":
            cause = ready.get(event.task) ?? -1;
            ready.delete(event.task);
            poll.set(event.task, step);
            break;
          case "poll_ended":
            cause = poll.get(event.task) ?? -1;
            break;
          case "woken": {
            if (event.cause?.by === "timer" && event.cause.wait != null) cause = waits.get(event.cause.wait) ?? -1;
            else if (event.cause?.by === "end") cause = ended.get(event.cause.task) ?? during;
            else if (event.cause?.task !== undefined) cause = poll.get(event.cause.task) ?? during;
            if (event.redundant !== true) ready.set(event.task, step);
            break;
          }
          case "task_ended":
            cause = poll.get(event.task) ?? during;
            ended.set(event.task, step);
            break;
          case "wait_started":
            waits.set(event.wait, step);
            break;
          case "clock_advanced":
            cause = -1;
            break;
        }
        causes[step] = cause < step ? cause : -1;
      }
    });
    this.causesCache = causes;
    return causes;
  }

  /** What led to a step and what it led to: 1 before, 2 after, 3 the step itself, for each step. */
  chain(/** @type {number} */ step) {
    const causes = this.causes();
    const part = new Uint8Array(this.count);
    for (let i = causes[step] ?? -1; i >= 0; i = causes[i] ?? -1) part[i] = 1;
    part[step] = 3;
    for (let i = step + 1; i < this.count; i += 1) {
      const cause = causes[i] ?? -1;
      if (cause >= step && (part[cause] ?? 0) >= 2) part[i] = 2;
    }
    return part;
  }

  /**
   * Where the time of a run went: what its main future waited for, one after the other, and what that waited for. Nothing
   * where a part of it is not known.
   *
   * @param {number} run
   * @returns {{ what: string, long: number, parts: number }[]}
   */
  way(run) {
    const causes = this.causes();
    const end = this.laneOf[run]?.get(1)?.end;
    if (end == null) return [];
    /** @type {{ what: string, long: number, parts: number }[]} */
    const way = [];
    /** @param {string} what @param {number} long */
    const add = (what, long) => {
      const last = way.at(-1);
      if (long === 0) return;
      if (last?.what !== what) way.push({ what, long, parts: 1 });
      else Object.assign(last, { long: last.long + long, parts: last.parts + 1 });
    };
    let step = end.at;
    for (let cause = causes[step] ?? -1; cause >= 0; cause = causes[step] ?? -1) {
      const to = this.at(step);
      const wakes = this.event(step).task ?? 0;
      if (this.event(cause).event === "wait_started" && (this.#waitAt(run, cause)?.deadline ?? to) < to) {
        // Of several timers of a task, the one that is over now.
        const due = this.waits[run]?.[wakes - 1]?.find((span) => span.from < step && span.to >= step && span.wait.deadline === to);
        cause = due?.from ?? cause;
      }
      const from = this.at(cause);
      const wait = this.#waitAt(run, cause);
      if (wait !== undefined) {
        // A timer that is over is noticed when the thread is free.
        const busy = this.#busy(cause, step, wait.deadline ?? to);
        add(BUSY, busy);
        const { waits: names, branches } = this.recording(run).view ?? { waits: [], branches: [] };
        const [name, branch] = names[wait.id - 1] ?? ["", null];
        const named = (branch === null ? name : branches[branch]?.[1]) || "a wait";
        add(wait.task === 1 ? named : `${this.task(run, wait.task).name}: ${named}`, to - from - busy);
      } else {
        add(this.event(step).event === "poll_started" ? BUSY : `${this.task(run, this.taskOf(cause) || 1).name} runs`, to - from);
      }
      step = cause;
    }
    return this.at(step) === 0 ? way.reverse() : [];
  }

  /** The wait that begins at a step. @param {number} run @param {number} step */
  #waitAt(run, step) {
    const { event, wait = 0 } = this.event(step);
    return event === "wait_started" ? this.recording(run).waits[wait - 1] : undefined;
  }

  /** For how long, after a time, polls lasted between two steps of a run: the first is in one. @param {number} from @param {number} to @param {number} after */
  #busy(from, to, after) {
    let busy = 0;
    let began = from;
    for (let step = from + 1; step <= to; step += 1) {
      const { event } = this.event(step);
      if (this.run(step) !== this.run(from)) continue;
      if (event === "poll_started") began = step;
      if (began < 0 || (event !== "poll_ended" && step < to)) continue;
      busy += Math.max(0, this.at(step) - Math.max(this.at(began), after));
      began = -1;
    }
    return busy;
  }

  /** The rows to show now: what is folded away is left out. */
  visible() {
    /** @type {Lane[]} */
    const rows = [];
    for (const lane of this.lanes) {
      rows.push(lane);
      if (lane.kind === "group" && lane.open) for (const member of lane.members) rows.push(member);
    }
    return rows;
  }

  #merge() {
    const lists = this.runs.map(({ recording }) => {
      // What comes behind a stall is the taking down of the runtime.
      const stall = recording.events.findIndex((event) => event.event === "stalled");
      return stall === -1 ? recording.events : recording.events.slice(0, stall + 1);
    });
    this.stepOf = lists.map((list) => new Int32Array(list.length));
    const [only] = lists;
    if (lists.length === 1 && only !== undefined) {
      this.events = only;
      this.runOf = new Uint8Array(only.length);
      this.stepOf[0]?.forEach((_, i, steps) => (steps[i] = i));
      return;
    }
    const total = lists.reduce((sum, list) => sum + list.length, 0);
    this.runOf = new Uint8Array(total);
    const heads = lists.map(() => 0);
    for (let step = 0; step < total; step += 1) {
      let first = -1;
      for (let run = 0; run < lists.length; run += 1) {
        const at = lists[run]?.[heads[run] ?? 0]?.at;
        if (at !== undefined && (first === -1 || at < (lists[first]?.[heads[first] ?? 0]?.at ?? Infinity))) first = run;
      }
      const position = heads[first] ?? 0;
      this.events.push(/** @type {Event} */ (lists[first]?.[position]));
      this.runOf[step] = first;
      /** @type {Int32Array} */ (this.stepOf[first])[position] = step;
      heads[first] = position + 1;
    }
  }

  /** @param {number} run */
  #layOut(run) {
    const { name, recording } = /** @type {Run} */ (this.runs[run]);
    const steps = /** @type {Int32Array} */ (this.stepOf[run]);
    const { tasks, end } = lives(recording, this.events, steps, this.count);
    const view = recording.view;
    /** @type {[number, number][]} */
    const order = view?.lanes ?? recording.tasks.map((task) => [task.id, task.parent === null ? 0 : 1]);

    const spans = waitSpans(recording, this.events, steps, this.count);
    this.waits[run] = recording.tasks.map(() => []);
    for (const span of spans) {
      if (span !== undefined) this.waits[run]?.[span.wait.task - 1]?.push(span);
    }
    /** @type {Map<number, Lane[]>} */
    const branches = new Map();
    const beside = (view?.branches ?? []).map(([task, label]) => {
      const lane = blank("branch", run, label);
      lane.task = task;
      const below = branches.get(task);
      if (below === undefined) branches.set(task, [lane]);
      else below.push(lane);
      return lane;
    });
    for (const span of spans) {
      const branch = span === undefined ? null : (view?.waits[span.wait.id - 1]?.[1] ?? null);
      if (span !== undefined && branch !== null) beside[branch]?.pieces.push(span.from, span.to, span.wait.id);
    }

    if (this.runs.length > 1) this.lanes.push(blank("run", run, name));
    const rows = order.map(([id, depth]) => {
      const lane = blank("task", run, recording.tasks[id - 1]?.name ?? "");
      Object.assign(lane, { task: id, depth, pieces: tasks[id - 1], end: end[id - 1] ?? null });
      this.laneOf[run]?.set(id, lane);
      return lane;
    });
    this.lanes.push(...this.#grouped(rows, recording, branches));
    const things = locks(recording, this.events, steps, this.count, run);
    for (const [resource, lane] of things) {
      if (lane.kind === "channel" && !this.#matters(lane)) continue;
      lane.waiters = spans.flatMap((span) => (span?.wait.resource === resource ? [span] : []));
      this.lanes.push(lane);
    }
  }

  /** Whether a channel ever held anything for longer than an instant, where any time passes. @param {Lane} lane */
  #matters({ pieces }) {
    for (let i = 0; i < pieces.length; i += 3) {
      const [from, to] = [pieces[i] ?? 0, pieces[i + 1] ?? 0];
      const lasts = to >= this.count || this.at(from) < this.at(to) || this.at(this.count - 1) === 0;
      if (pieces[i + 2] !== 0 && lasts) return true;
    }
    return false;
  }

  /**
   * @param {Lane[]} rows
   * @param {Recording} recording
   * @param {Map<number, Lane[]>} branches
   */
  #grouped(rows, recording, branches) {
    /** @param {Lane} lane */
    const whole = (lane) => {
      const below = branches.get(lane.task) ?? [];
      for (const branch of below) branch.depth = lane.depth + 1;
      return [lane, ...below];
    };
    if (rows.length <= MANY) return rows.flatMap(whole);
    /** @type {Map<string, Lane[]>} */
    const alike = new Map();
    for (const lane of rows) {
      const key = `${recording.tasks[lane.task - 1]?.parent} ${stem(lane.name)}`;
      const group = alike.get(key);
      if (group === undefined) alike.set(key, [lane]);
      else group.push(lane);
    }
    /** @type {Map<Lane, Lane>} */
    const groupAt = new Map();
    const grouped = new Set();
    for (const members of alike.values()) {
      const [first] = members;
      if (members.length < ALIKE || first === undefined) continue;
      const group = blank("group", first.run, `${stem(first.name)} × ${members.length.toLocaleString("en")}`);
      group.depth = first.depth;
      group.members = members.flatMap(whole);
      group.counts = counted(members, this.count);
      groupAt.set(first, group);
      for (const member of members) grouped.add(member);
    }
    return rows.flatMap((lane) => {
      const group = groupAt.get(lane);
      if (group !== undefined) return [group];
      return grouped.has(lane) ? [] : whole(lane);
    });
  }
}

/** The last of these pieces that begins at this step or before it: its position, or -3. */
export function pieceAt(/** @type {Pieces} */ pieces, /** @type {number} */ step) {
  let [low, high] = [0, pieces.length / 3];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (/** @type {number} */ (pieces[3 * middle]) <= step) low = middle + 1;
    else high = middle;
  }
  return 3 * (low - 1);
}

/**
 * @param {Lane["kind"]} kind
 * @param {number} run
 * @param {string} name
 * @returns {Lane}
 */
function blank(kind, run, name) {
  return { kind, run, name, depth: 0, task: 0, pieces: [], texts: [], end: null, capacity: 0, waiters: [], members: [], open: false, counts: null };
}

/**
 * What each task does, from its spawning to its end.
 *
 * @param {Recording} recording
 * @param {Event[]} events
 * @param {Int32Array} steps
 * @param {number} last
 */
function lives(recording, events, steps, last) {
  /** @type {Pieces[]} */
  const tasks = recording.tasks.map(() => []);
  /** @type {({ at: number, how: string } | null)[]} */
  const end = recording.tasks.map(() => null);
  const since = new Int32Array(tasks.length).fill(-1);
  const state = new Uint8Array(tasks.length);
  const woken = new Uint8Array(tasks.length);
  /** @param {number} task @param {number} at @param {number} to -1: it is over */
  const turn = (task, at, to) => {
    const from = since[task] ?? -1;
    if (from >= 0) tasks[task]?.push(from, at, state[task] ?? 0);
    since[task] = to < 0 ? -1 : at;
    if (to >= 0) state[task] = to;
  };
  for (const step of steps) {
    const event = /** @type {Event} */ (events[step]);
    const task = (event.task ?? 0) - 1;
    switch (event.event) {
      case "task_spawned":
        turn(task, step, READY);
        break;
      case "poll_started":
        if (end[task] === null) turn(task, step, RUNNING);
        woken[task] = 0;
        break;
      case "poll_ended":
        if (event.blocked || event.computed) {
          if (since[task] !== -1) state[task] = BLOCKING;
          else tasks[task]?.splice(-1, 1, BLOCKING);
        }
        if (end[task] === null) turn(task, step, woken[task] ? READY : WAITING);
        break;
      case "woken":
        if (since[task] !== -1 && state[task] === WAITING) turn(task, step, READY);
        if (since[task] !== -1 && (state[task] === RUNNING || state[task] === BLOCKING)) woken[task] = 1;
        break;
      case "task_ended": {
        const pieces = /** @type {Pieces} */ (tasks[task]);
        const returned = event.how === "completed" || event.how === "panicked";
        const runs = pieces.at(-1) === RUNNING || pieces.at(-1) === BLOCKING;
        if (returned && since[task] !== -1 && state[task] !== RUNNING && runs) {
          // Its last poll returned and it was over: it did not wait in between.
          pieces[pieces.length - 2] = step;
          since[task] = -1;
        } else {
          turn(task, step, -1);
        }
        end[task] ??= { at: step, how: event.how ?? "completed" };
        break;
      }
    }
  }
  for (let task = 0; task < tasks.length; task += 1) turn(task, last, -1);
  return { tasks, end };
}

/**
 * @param {Recording} recording
 * @param {Event[]} events
 * @param {Int32Array} steps
 * @param {number} last
 */
function waitSpans(recording, events, steps, last) {
  /** @type {(Span | undefined)[]} */
  const spans = [];
  for (const step of steps) {
    const event = /** @type {Event} */ (events[step]);
    if (event.wait === undefined) continue;
    const wait = /** @type {Wait} */ (recording.waits[event.wait - 1]);
    const known = spans[event.wait - 1];
    if (event.event === "wait_started") spans[event.wait - 1] = { from: step, to: last, wait, how: "" };
    else if (event.event === "wait_ended" && known !== undefined && known.how === "") {
      known.to = step;
      known.how = event.how ?? "done";
    }
  }
  return spans;
}

/**
 * A row for each lock, semaphore and channel that somebody used: who holds it, how many permits are left, how full it is.
 *
 * @param {Recording} recording
 * @param {Event[]} events
 * @param {Int32Array} steps
 * @param {number} last
 * @param {number} run
 * @returns {[number, Lane][]} With the number of what it is.
 */
function locks(recording, events, steps, last, run) {
  const names = new Map(recording.view?.locks ?? []);
  /** @type {Map<number, { lane: Lane, holders: string[], since: number, text: string, used: number }>} */
  const rows = new Map();
  for (const step of steps) {
    const event = /** @type {Event} */ (events[step]);
    const { resource } = event;
    if (resource === undefined || !/^(lock_|permits_|channel_)/.test(event.event)) continue;
    if (recording.view !== undefined && !names.has(resource)) continue;
    const isChannel = event.event === "channel_changed";
    let row = rows.get(resource);
    if (row === undefined) {
      const thing = recording.resources[resource - 1];
      const lane = blank(isChannel ? "channel" : "lock", run, names.get(resource) ?? thing?.type ?? "lock");
      lane.capacity = thing?.capacity ?? 0;
      // Nobody ever waits to send into one: full says nothing of it.
      if (thing?.type === "oneshot channel") lane.texts.push("one message");
      row = { lane, holders: [], since: -1, text: "", used: 0 };
      rows.set(resource, row);
    }
    if (isChannel) {
      const { pieces } = row.lane;
      if (pieces.length > 0) pieces[pieces.length - 2] = step;
      if (event.gone !== "both") pieces.push(step, last, event.queued ?? -1);
      continue;
    }
    const who = event.task == null ? "somebody" : (recording.tasks[event.task - 1]?.name ?? "");
    if (event.event === "lock_held") row.holders.push(who);
    else if (event.event === "lock_freed") row.holders.splice(row.holders.indexOf(who), 1);
    const text =
      event.event === "permits_changed"
        ? `${event.available === 0 ? "none" : event.available} left`
        : row.holders.join(", ");
    if (text === row.text) continue;
    close(row, step);
    row.used += 1;
    row.since = step;
    row.text = text;
  }
  for (const row of rows.values()) if (row.lane.kind === "lock") close(row, last);
  return [...rows]
    .filter(([, { lane, used, holders }]) => lane.kind === "channel" || used > 1 || holders.length > 0)
    .map(([resource, { lane }]) => [resource, lane]);
}

/** @param {{ lane: Lane, since: number, text: string }} row @param {number} at */
function close({ lane, since, text }, at) {
  if (since < 0 || text === "") return;
  lane.pieces.push(since, at, lane.texts.length);
  lane.texts.push(text);
}

/**
 * How many tasks are ready, running and waiting at each step.
 *
 * @param {Lane[]} members
 * @param {number} steps
 */
function counted(members, steps) {
  const counts = new Int32Array(3 * (steps + 1));
  for (const { pieces } of members) {
    for (let i = 0; i < pieces.length; i += 3) {
      const state = pieces[i + 2] === BLOCKING ? RUNNING : /** @type {number} */ (pieces[i + 2]);
      const [from, to] = [3 * /** @type {number} */ (pieces[i]) + state, 3 * /** @type {number} */ (pieces[i + 1]) + state];
      counts[from] = (counts[from] ?? 0) + 1;
      counts[to] = (counts[to] ?? 0) - 1;
    }
  }
  for (let i = 3; i < counts.length; i += 1) counts[i] = (counts[i] ?? 0) + (counts[i - 3] ?? 0);
  return counts;
}

/** A name without the number in which it differs from those of its siblings. */
function stem(/** @type {string} */ name) {
  if (/^line \d+$/.test(name)) return name;
  return name.replace(/ #\d+$/, "").replace(/[ #_-]*\d+$/, "") || name;
}
