// One timeline to step through: the sentence, the picture, the controls, the table. Hosts mount it where they want it:
// a page of the book (main.js), the result of a reader's run, a report that stands alone.

import { Picture } from "./canvas.js";
import { Model } from "./model.js";
import { events, tasks } from "./table.js";
import { begun, button, duration, make, told, turn } from "./words.js";

/** @typedef {import("./model.js").Run} Run */
/** @typedef {{ runs: Run[], comparison: string[] }} Data */
/**
 * What surrounds a viewer.
 *
 * @typedef {object} Host
 * @property {string} name What the run is called: in addresses and file names.
 * @property {import("./code.js").Code | null} code The program beside it.
 * @property {boolean} addressed Its steps stand in the page's address.
 * @property {boolean} [explained] The page around it says what is to be seen: warnings are there for whoever asks.
 * @property {number} [span] How long the axis of time is at least, in microseconds.
 * @property {(printed: number[] | null) => void} [onPrinted] How many lines each run has printed; null: not stepping.
 */

const SPEEDS = [0.5, 1, 2, 4, 8];
const PACE = 1_100;
/** So many parts of a run are named in its summary. */
const WAY = 6;

/**
 * Reads what `view::data` or `view::compare` wrote, and what `cargo playground run --json` or a lesson's `--json` prints.
 *
 * @param {string} text
 * @param {string} name Of the only run, where it has none.
 * @returns {Data}
 */
export function read(text, name) {
  const value = JSON.parse(text) ?? {};
  /** @type {Run[]} */
  let runs = [{ name, recording: value }];
  if (Array.isArray(value.runs)) runs = value.runs;
  else if (value.recording) runs = [{ name, recording: value.recording }];
  else if (value.format === undefined) runs = Object.entries(value).map(([scene, recording]) => ({ name: scene, recording }));
  if (runs.length === 0) throw new Error("This is not a recording.");
  for (const { recording } of runs) {
    if (recording?.format !== "tokio-timeline") throw new Error("This is not a recording.");
    if (recording.version !== 1) throw new Error(`This recording is of version ${recording.version}, which is not known here.`);
  }
  return { runs, comparison: value.comparison ?? [] };
}

/** Those on the page, by what shows them. @type {Map<HTMLElement, Viewer>} */
const onPage = new Map();

/** The one that was used last. @type {Viewer | null} */
let lastUsed = null;

/** The one that a reader looks at: the one used last where it is in view, else the one nearest to the middle. */
function inView() {
  const height = window.innerHeight;
  /** @type {[number, Viewer][]} */
  const seen = [];
  for (const [root, viewer] of onPage) {
    if (!root.isConnected) onPage.delete(root);
    const { top, bottom } = root.getBoundingClientRect();
    const part = Math.min(bottom, height) - Math.max(top, 0);
    if (part > 0 && part >= Math.min(bottom - top, height) / 2) {
      if (viewer === lastUsed) return viewer;
      seen.push([Math.abs(top + bottom - height), viewer]);
    }
  }
  return seen.sort(([a], [b]) => a - b)[0]?.[1] ?? null;
}

// Who reads that an arrow steps need not know where the focus is. Without a timeline in view, it turns the page of the book.
document.documentElement.addEventListener("keydown", (event) => {
  const on = event.target instanceof Element ? event.target : null;
  if (event.defaultPrevented || (event.key !== "ArrowRight" && event.key !== "ArrowLeft")) return;
  if (on === null || on.closest(".tv, input, textarea, select, [contenteditable], [role=dialog], nav") !== null) return;
  inView()?.key(event);
});

export class Viewer {
  #said = make("p", { class: "tv-sentence" });
  #where = make("span", { class: "tv-where" });
  #line = make("button", { type: "button", class: "tv-line" });
  #now = make("p", { class: "tv-now" });
  #live = make("p", { class: "tv-hidden", "aria-live": "polite" });
  #scrubber = make("input", { type: "range", class: "tv-scrubber", min: "0", step: "1", "aria-label": "Step" });
  playButton = button("Play", () => this.play(), { icon: "play", class: "tv-play", keys: "Space" });
  chainButton = button("Causes and effects", () => this.causes(this.picture.chain === null), { keys: "c" });
  /** @type {Map<"steps" | "time", HTMLElement>} */
  #kinds = new Map();
  /** Told of each step that is selected; -1: none is. @type {((step: number) => void)[]} */
  followers = [];
  #playing = 0;
  #pace = 1;
  #spoken = 0;

  /**
   * @param {Data} data
   * @param {Host} host
   */
  constructor(data, host) {
    this.data = data;
    this.host = host;
    this.model = new Model(data.runs, host.span);
    this.picture = new Picture(this.model, {
      onStep: (step) => this.go(step, { keepTask: true }),
      onTask: (run, task) => this.#choose(run, task),
    });
    const moves = this.model.duration > 0;
    this.picture.kind = (data.runs.length > 1 || (host.span ?? 0) > 0) && moves ? "time" : "steps";
    this.root = make("section", { class: "tv", "aria-label": `Timeline of ${host.name.replaceAll("_", " ")}` });
    this.root.append(this.#caption(), this.picture.root, this.#controls(), this.#legend(), ...this.#warnings(), this.#more());
    this.#scrubber.max = String(Math.max(0, this.model.count - 1));
    this.root.addEventListener("keydown", (event) => this.key(event));
    for (const use of ["pointerdown", "focusin"]) this.root.addEventListener(use, () => (lastUsed = this));
    onPage.set(this.root, this);
    this.host.code?.attach(this.model, { onLine: (steps) => this.pick(steps) });
    this.#tell();
  }

  /** The selected step; -1: none. */
  get step() {
    return this.picture.step;
  }

  /**
   * @param {number} step
   * @param {{ keepTask?: boolean, quiet?: boolean }} [options] `quiet`: the address stays as it is.
   */
  go(step, { keepTask = false, quiet = false } = {}) {
    if (this.model.count === 0) return;
    const to = Math.max(0, Math.min(step, this.model.count - 1));
    this.picture.step = to;
    const task = this.model.taskOf(to);
    if (task > 0 && !keepTask) this.picture.task = { run: this.model.run(to), task };
    if (this.picture.chain !== null) this.picture.chain = this.model.chain(to);
    this.picture.show();
    this.picture.redraw();
    this.#tell();
    if (!quiet && this.host.addressed && this.#playing === 0) this.#address();
  }

  /** Goes to the next of these steps, and marks all of them. @param {number[]} steps */
  pick(steps) {
    const next = steps.find((step) => step > this.step) ?? steps[0];
    this.picture.picked = steps;
    if (next !== undefined) this.go(next);
  }

  play() {
    if (this.#playing !== 0) return this.pause();
    const begins = this.step >= this.model.count - 1 || this.step < 0;
    turn(this.playButton, "pause", "Pause", "Space");
    const on = () => {
      this.#playing = window.setTimeout(on, PACE / this.#pace);
      if (this.step >= this.model.count - 1) return this.pause();
      this.go(this.step + 1);
    };
    this.#playing = window.setTimeout(on, PACE / this.#pace);
    if (begins) this.go(0);
  }

  pause() {
    clearTimeout(this.#playing);
    this.#playing = 0;
    turn(this.playButton, "play", "Play", "Space");
    this.#speak();
    if (this.host.addressed) this.#address();
  }

  /** @param {boolean} shown */
  causes(shown) {
    if (shown && this.step < 0) this.go(0);
    this.picture.chain = shown ? this.model.chain(this.step) : null;
    this.chainButton.setAttribute("aria-pressed", String(shown));
    this.root.classList.toggle("tv-chained", shown);
    this.picture.redraw();
  }

  /** @param {number} run @param {number} task */
  #choose(run, task) {
    this.picture.task = { run, task };
    const next = this.model.stepOfTask(this.step, 1, run, task) ?? this.model.stepOfTask(-1, 1, run, task);
    if (next !== null) this.go(next, { keepTask: true });
  }

  #caption() {
    this.#line.addEventListener("click", () => this.host.code?.reveal());
    return make("div", { class: "tv-caption" }, this.#where, this.#said, this.#line, this.#now, this.#live);
  }

  #controls() {
    const { model } = this;
    const last = model.count - 1;
    this.chainButton.setAttribute("aria-pressed", "false");
    this.#scrubber.addEventListener("input", () => this.go(Number(this.#scrubber.value)));
    const speed = make("select", { class: "tv-speed", "aria-label": "Speed", title: "Speed" });
    for (const pace of SPEEDS) speed.append(make("option", { value: String(pace), text: `${pace}×` }));
    speed.value = "1";
    speed.addEventListener("change", () => (this.#pace = Number(speed.value)));
    const moves = make(
      "div",
      { class: "tv-moves", role: "group", "aria-label": "Steps" },
      button("To the beginning", () => this.go(0), { icon: "first", keys: "Home" }),
      button("Previous step", () => this.go(this.step - 1), { icon: "previous", keys: "←" }),
      this.playButton,
      button("Next step", () => this.go(this.step + 1), { icon: "next", keys: "→" }),
      button("To the end", () => this.go(last), { icon: "last", keys: "End" }),
    );
    const looks = make("div", { class: "tv-looks" }, this.chainButton);
    if (model.duration > 0) looks.append(this.#axis());
    if (this.picture.isZoomable) {
      looks.append(
        make(
          "div",
          { class: "tv-moves", role: "group", "aria-label": "Zoom" },
          button("Zoom out", () => this.picture.zoomTo(this.picture.zoom / 2), { text: "−" }),
          button("Zoom in", () => this.picture.zoomTo(this.picture.zoom * 2), { text: "+" }),
        ),
      );
    }
    return make("div", { class: "tv-controls" }, moves, this.#scrubber, speed, looks);
  }

  /** Evenly spaced steps, or time in proportion. */
  #axis() {
    const group = make("div", { class: "tv-axis", role: "group", "aria-label": "Across the picture" });
    for (const kind of /** @type {const} */ (["steps", "time"])) {
      const [name, text] = kind === "steps" ? ["Steps evenly spaced", "Steps"] : ["Time in proportion", "Time"];
      const choice = button(name, () => this.setAxis(kind), { text });
      choice.setAttribute("aria-pressed", String(kind === this.picture.kind));
      this.#kinds.set(kind, choice);
      group.append(choice);
    }
    return group;
  }

  /** @param {"steps" | "time"} kind */
  setAxis(kind) {
    this.picture.setKind(kind);
    for (const [one, choice] of this.#kinds) choice.setAttribute("aria-pressed", String(one === kind));
  }

  #legend() {
    const { model } = this;
    const used = new Set();
    /** Whether the wait that is over at this step was given up. @param {number} step */
    const isDropped = (step) => step < model.count && model.event(step).how === "abandoned";
    for (const { pieces, kind, end } of model.lanes.flatMap((lane) => [lane, ...lane.members.slice(0, 200)])) {
      if (kind === "task") for (let i = 2; i < Math.min(pieces.length, 3_000); i += 3) used.add(["ready", "running", "waiting", "blocking"][pieces[i] ?? 0]);
      if (kind === "lock") used.add("held");
      if (kind === "channel") used.add("queued");
      if (kind === "branch") for (let i = 1; i < pieces.length; i += 3) if (isDropped(pieces[i] ?? 0)) used.add("cancelled");
      if (end !== null) used.add(end.how);
    }
    for (let step = 0; step < Math.min(model.count, 3_000); step += 1) {
      const { event, during } = model.event(step);
      if (event === "clock_advanced") used.add("jump");
      else if (typeof during === "number") used.add({ note: "note", woken: "wakes", task_spawned: "wakes" }[event] ?? event);
    }
    /** @type {[string, string][]} */
    const words = [
      ["running", "runs"],
      ["note", "prints"],
      ["wakes", "spawns or wakes a task"],
      ["blocking", "blocks its thread"],
      ["ready", "ready, not yet polled"],
      ["waiting", "waits"],
      ["jump", "the clock jumps"],
      ["held", "held"],
      ["queued", "how full a channel is"],
      ["completed", "completed"],
      ["cancelled", "cancelled: dropped before it was done"],
      ["panicked", "panicked"],
      ["shutdown", "dropped with the runtime"],
      ["stuck", "stuck: nothing can wake it"],
    ];
    if (model.runs.some(({ recording }) => recording.outcome.outcome === "stalled")) used.add("stuck");
    const legend = make("ul", { class: "tv-legend", "aria-label": "Legend" });
    for (const [name, meaning] of words) {
      if (used.has(name)) legend.append(make("li", {}, make("span", { class: `tv-swatch tv-is-${name}`, "aria-hidden": "true" }), meaning));
    }
    legend.append(make("li", { class: "tv-chain-key" }, make("span", { class: "tv-swatch tv-is-before", "aria-hidden": "true" }), "led to it"));
    legend.append(make("li", { class: "tv-chain-key" }, make("span", { class: "tv-swatch tv-is-after", "aria-hidden": "true" }), "follows from it"));
    return legend;
  }

  /** What ran, and is seldom meant so. */
  #warnings() {
    const { model } = this;
    const list = make("ul", {});
    for (const [run, { name, recording }] of model.runs.entries()) {
      for (const [at, sentence, wayOut] of recording.view?.warnings ?? []) {
        const step = model.stepOf[run]?.[at] ?? at;
        const whose = model.runs.length > 1 ? `${name} · ` : "";
        const there = button(`${whose}Step ${(step + 1).toLocaleString("en")}`, () => this.go(step), { class: "tv-quiet" });
        list.append(make("li", {}, there, make("p", {}, ...told(sentence), " ", make("span", { class: "tv-way-out" }, ...told(wayOut)))));
      }
    }
    const count = list.childElementCount;
    if (count === 0) return [];
    const words = count === 1 ? "One warning of the recorder" : `${count.toLocaleString("en")} warnings of the recorder`;
    const warnings = make("details", { class: "tv-warnings" }, make("summary", { text: words }), list);
    warnings.open = this.host.explained !== true;
    return [warnings];
  }

  #more() {
    this.table = events(this.model, (step) => this.go(step));
    const all = tasks(this.model);
    const file = make("input", { type: "file", accept: ".json,application/json", multiple: "", class: "tv-hidden", tabindex: "-1", "aria-label": "Recording files" });
    file.addEventListener("change", () => {
      void this.#open([...(file.files ?? [])]);
      // The same file may be chosen again.
      file.value = "";
    });
    this.#status = make("span", { class: "tv-status", role: "status" });
    const row = make("div", { class: "tv-more" }, this.table.button, all.button);
    if (this.host.addressed) row.append(button("Copy link", () => void this.#copy(), { class: "tv-quiet" }));
    row.append(
      button("Download recording", () => this.#download(), { class: "tv-quiet" }),
      button("Open a recording…", () => file.click(), { class: "tv-quiet" }),
      file,
      this.#status,
    );
    return make("div", { class: "tv-foot" }, row, this.table.root, all.root);
  }

  /** Says what happened at the selected step, and marks it everywhere. */
  #tell() {
    const { model, step } = this;
    for (const follow of this.followers) follow(step);
    this.host.onPrinted?.(step < 0 ? null : this.#printed());
    this.table?.select(step);
    this.root.classList.toggle("tv-stepping", step >= 0);
    if (step < 0) {
      this.#where.textContent = "";
      const took = model.count === 0 ? "Nothing happens in this recording." : `${model.count.toLocaleString("en")} steps in ${duration(model.duration)}. Press → or Play to go through them.`;
      const compared = this.data.comparison.map((line, run) => `${line}${this.#atOnce(run)}`);
      const lines = compared.length > 0 ? compared : [took];
      const went = model.runs.map((_, run) => this.#way(run)).filter((line) => line !== "");
      this.#now.hidden = true;
      this.#said.replaceChildren(
        ...lines.map((text) => make("span", { class: "tv-summary", text })),
        ...went.map((text) => make("span", { class: "tv-summary tv-went", text })),
      );
      this.#line.hidden = true;
      this.#scrubber.value = "0";
      this.#scrubber.setAttribute("aria-valuetext", "not begun");
      this.host.code?.show(-1);
      return;
    }
    const run = model.runs.length > 1 ? `${model.runs[model.run(step)]?.name} · step` : "Step";
    const place = `${run} ${(step + 1).toLocaleString("en")} of ${model.count.toLocaleString("en")} · at ${duration(model.at(step))}`;
    this.#where.textContent = place;
    this.#tellNow();
    this.#said.replaceChildren(...told(`${begun(model.sentence(step))}.`));
    this.#scrubber.value = String(step);
    this.#scrubber.setAttribute("aria-valuetext", place);
    const line = this.host.code?.show(step) ?? null;
    this.#line.hidden = false;
    this.#line.disabled = line === null;
    this.#line.replaceChildren(
      ...(line === null ? [make("span", { text: "not on a line of the program" })] : [make("b", { text: `line ${line.number}` }), make("code", { text: line.text.trim() })]),
    );
    this.#line.title = line === null ? "" : "Show it in the program";
    if (this.#playing === 0) this.#speak();
  }

  /** Where the time of a run went, in a line. @param {number} run */
  #way(run) {
    // Of a very long run, the whole would have to be looked at before anything is shown.
    const way = this.model.count > 50_000 ? [] : this.model.way(run);
    if (way.length === 0) return "";
    const few = way.length > WAY ? way.slice(0, WAY - 1) : way;
    const rest = way.slice(few.length).reduce((sum, { long }) => sum + long, 0);
    const parts = few.map(({ what, long, parts: times }) => `${duration(long)} ${what}${times > 1 && !what.endsWith(" busy") ? ` (${times} times)` : ""}`);
    if (rest > 0) parts.push(`${duration(rest)} in ${way.length - few.length} more`);
    const whose = this.model.runs.length > 1 ? ` of ${this.model.runs[run]?.name}` : "";
    return `Where the time${whose} went: ${parts.join(" → ")}`;
  }

  /** How many waits overlap in a run: what most often decides how long it takes. @param {number} run */
  #atOnce(run) {
    const most = this.model.mostWaits(run);
    if (most === 0) return "";
    return most === 1 ? " (never in two waits at once)" : ` (in up to ${most} waits at once)`;
  }

  /** What the runtime is at: who runs, who is next, when the clock can go on. */
  #tellNow() {
    const now = this.model.now(this.model.run(this.step), this.step);
    this.#now.hidden = now === null;
    if (now === null) return;
    /** @param {string[]} names */
    const some = (names) => (names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", "));
    /** @type {[string, string, string][]} */
    const parts = [
      ["runs", "runs", some(now.running)],
      ["ready", "ready", some(now.ready)],
      ["timer", "next timer", now.timer === null ? "" : duration(now.timer)],
    ];
    this.#now.replaceChildren(
      ...parts.map(([state, word, what]) => make("span", { class: "tv-is-now", "data-state": what === "" ? "none" : state }, `${word} `, make("b", { text: what || (state === "timer" ? "none" : "nobody"), dir: "auto" }))),
    );
  }

  /** To a screen reader, when the reader has come to rest. */
  #speak() {
    clearTimeout(this.#spoken);
    this.#spoken = window.setTimeout(() => {
      if (this.step < 0) return;
      this.#live.textContent = `${this.model.sentence(this.step).replaceAll("`", "")}. ${this.#where.textContent ?? ""}.`;
    }, 150);
  }

  #printed() {
    const printed = this.model.runs.map(() => 0);
    for (let step = 0; step <= this.step; step += 1) {
      if (this.model.event(step).event === "note") printed[this.model.run(step)] = (printed[this.model.run(step)] ?? 0) + 1;
    }
    return printed;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const on = event.target instanceof Element ? event.target : this.root;
    if (on.closest("select, textarea") !== null) return;
    const isButton = on.closest("button, summary, a") !== null;
    const { run, task } = this.picture.task;
    // As the page is written, so it is stepped through: from left to right also where the page is not.
    const along = (/** @type {1 | -1} */ direction) => {
      if (!event.shiftKey) return this.go(this.step + direction);
      const next = this.model.stepOfTask(this.step, direction, run, task || 1);
      if (next !== null) this.go(next, { keepTask: true });
    };
    switch (event.key) {
      case "ArrowRight":
        along(1);
        break;
      case "ArrowLeft":
        along(-1);
        break;
      case "Home":
        this.go(0);
        break;
      case "End":
        this.go(this.model.count - 1);
        break;
      case " ":
        if (isButton) return;
        this.play();
        break;
      case "c":
        this.causes(this.picture.chain === null);
        break;
      default:
        return;
    }
    // Otherwise the book turns its page.
    event.preventDefault();
    event.stopPropagation();
  }

  #address() {
    clearTimeout(this.#addressing);
    this.#addressing = window.setTimeout(() => {
      history.replaceState(history.state, "", `#${encodeURIComponent(this.host.name)}/${this.step}`);
    }, 250);
  }

  async #copy() {
    const link = new URL(location.href);
    link.hash = `${encodeURIComponent(this.host.name)}/${Math.max(0, this.step)}`;
    try {
      await navigator.clipboard.writeText(link.href);
      this.#note("Link copied.");
    } catch {
      this.#note(link.href);
    }
  }

  #download() {
    const [only] = this.data.runs;
    const value = this.data.runs.length === 1 ? only?.recording : this.data;
    const link = make("a", { download: `${this.host.name.replaceAll(/[^\w.-]+/g, "_")}.json` });
    link.href = URL.createObjectURL(new Blob([JSON.stringify(value)], { type: "application/json" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  /** Shows the reader's own files in this place; two or more on one axis. @param {File[]} files */
  async #open(files) {
    if (files.length === 0) return;
    try {
      const parts = await Promise.all(files.map(async (file) => read(await file.text(), file.name.replace(/\.json$/, ""))));
      const runs = parts.flatMap((part) => part.runs);
      const comparison = parts.length === 1 ? (parts[0]?.comparison ?? []) : runs.map(({ name, recording }) => `${name}: ${duration(recording.events.at(-1)?.at ?? 0)}`);
      const name = runs.map((run) => run.name).join(" and ");
      const opened = new Viewer({ runs, comparison }, { name, code: null, addressed: false });
      const back = button("Back to the recording of this page", () => {
        opened.pause();
        frame.replaceWith(this.root);
        this.picture.measure();
      });
      const frame = make("div", { class: "tv-opened" }, make("p", {}, back, ` ${name}`), opened.root);
      this.pause();
      this.root.replaceWith(frame);
      opened.picture.measure();
      opened.playButton.focus({ preventScroll: true });
    } catch (error) {
      this.#note(error instanceof SyntaxError ? "This file is not JSON." : error instanceof Error ? error.message : "It cannot be read.");
    }
  }

  /** @param {string} sentence */
  #note(sentence) {
    if (this.#status !== undefined) this.#status.textContent = sentence;
  }

  /** @type {HTMLElement | undefined} */
  #status;
  #addressing = 0;
}
