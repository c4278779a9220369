// The program beside a timeline: at each step the lines where its tasks stand are marked, and a line can be picked to
// see its steps. Works on blocks that a page shows anyway, and on a listing of its own.

import { BLOCKING, READY, RUNNING } from "./model.js";
import { make } from "./words.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./model.js").Place} Place */
/** @typedef {{ file: string, text: string }} Source */
/** @typedef {{ number: number, text: string }} Line */

/** What a task does: a sign in front of its name. */
const SIGNS = new Map([[RUNNING, "runs"], [BLOCKING, "blocks"], [READY, "ready"]]);
/** More tasks than this are not looked through at each step. */
const LOOKED_AT = 400;

/**
 * A part of a program that a page shows.
 *
 * @typedef {object} Shown
 * @property {HTMLElement} frame What it stands in; marks are laid over it.
 * @property {() => string} text
 * @property {(position: number) => { top: number, height: number } | null} line Where a line is in the frame.
 */

/** A part of a program, and which line of which file each of its lines is. */
export class Block {
  marks = make("div", { class: "tv-marks" });

  /**
   * @param {Shown} shown
   * @param {string} file
   * @param {number[]} lines
   * @param {boolean} own It belongs to the timeline, and gives a way to pick its lines.
   */
  constructor(shown, file, lines, own) {
    this.shown = shown;
    this.file = file;
    this.lines = lines;
    this.own = own;
  }

  /** @param {Place} place The position of its line, or -1. */
  position(place) {
    return sameFile(place.file, this.file) ? this.lines.indexOf(place.line) : -1;
  }

  /** Puts something over a line. @param {HTMLElement} element @param {number} position */
  lay(element, position) {
    const line = this.shown.line(position);
    if (line === null) return;
    element.style.top = `${line.top}px`;
    element.style.height = `${line.height}px`;
  }
}

/** What a `pre` shows, of which every line is as high as the others. @param {HTMLElement} pre @returns {Shown} */
export function shownIn(pre) {
  const code = pre.querySelector("code") ?? pre;
  return {
    frame: pre,
    text: () => code.textContent ?? "",
    line: (position) => {
      const style = getComputedStyle(code);
      const height = parseFloat(style.lineHeight) || 1.5 * parseFloat(style.fontSize);
      return { top: code.offsetTop + parseFloat(style.paddingTop) + position * height, height };
    },
  };
}

/** The one whose marks are shown: two timelines may speak of the same lines. @type {Code | null} */
let marked = null;

export class Code {
  /** @type {Model | null} */
  #model = null;
  /** @type {{ block: Block, position: number } | null} */
  #current = null;
  /** @type {{ pick: HTMLElement, block: Block, position: number }[]} */
  #picks = [];

  /**
   * @param {Block[]} blocks Those of the timeline's own first.
   * @param {Source[]} sources
   * @param {string} [whose] A class for the buttons that pick a line, where a page has those of several runs.
   */
  constructor(blocks, sources, whose = "") {
    this.blocks = blocks;
    this.sources = sources;
    this.whose = whose;
  }

  /**
   * @param {Model} model
   * @param {{ onLine: (steps: number[]) => void }} host
   */
  attach(model, host) {
    this.#model = model;
    for (const [key, steps] of model.lines()) {
      const colon = key.lastIndexOf(":");
      const place = { file: key.slice(0, colon), line: Number(key.slice(colon + 1)) };
      for (const block of this.blocks) {
        const position = block.own ? block.position(place) : -1;
        if (position === -1) continue;
        const label = `Line ${place.line}: ${steps.length === 1 ? "one step" : `${steps.length} steps`} of the timeline`;
        const pick = make("button", { type: "button", class: `tv-pick ${this.whose}`.trim(), "aria-label": label, title: label });
        this.#picks.push({ pick, block, position });
        pick.addEventListener("click", () => host.onLine(steps));
        block.shown.frame.append(pick);
        break;
      }
    }
    for (const block of this.blocks) {
      if (block.marks.parentElement === null) block.shown.frame.append(block.marks);
      if (block.own) new ResizeObserver(() => this.#lay()).observe(block.shown.frame);
    }
  }

  /** Where its lines are is known when a part is shown, and changes with its width. */
  #lay() {
    for (const { pick, block, position } of this.#picks) block.lay(pick, position);
  }

  /**
   * Marks where every task stands at a step; -1 takes the marks away.
   *
   * @param {number} step
   * @returns {Line | null} Where the step itself happens.
   */
  show(step) {
    const model = this.#model;
    if (model === null) return null;
    if (step < 0 && marked !== this) return null;
    if (marked !== this) marked?.clear();
    marked = step < 0 ? null : this;
    this.clear();
    if (step < 0) return null;

    const run = model.run(step);
    const current = model.taskOf(step);
    /** @type {Map<Block, Map<number, { names: Set<string>, isCurrent: boolean }>>} */
    const marks = new Map();
    /** @type {Place | null} */
    let here = model.place(step);
    /** @param {Place[]} places @param {string} name @param {boolean} isCurrent */
    const mark = (places, name, isCurrent) => {
      for (const place of places) {
        for (const block of this.blocks) {
          const position = block.position(place);
          if (position === -1) continue;
          const lines = marks.get(block) ?? new Map();
          marks.set(block, lines);
          const line = lines.get(position) ?? { names: new Set(), isCurrent: false };
          lines.set(position, line);
          line.names.add(name);
          line.isCurrent ||= isCurrent;
          break;
        }
      }
    };
    const tasks = model.recording(run).tasks.slice(0, LOOKED_AT).map((task) => task.id);
    if (current > LOOKED_AT) tasks.push(current);
    for (const task of tasks) {
      const stands = model.stands(run, task, step);
      if (stands === null) continue;
      const isCurrent = task === current;
      if (isCurrent) here ??= stands.places[0] ?? null;
      // The step's own place says more than where its task waited before it.
      const own = isCurrent ? model.place(step) : null;
      const inner = own !== null && model.event(step).event !== "woken" ? [own] : stands.places;
      // Which line a running task is on is known where it does something that is recorded.
      const runs = stands.state === RUNNING || stands.state === BLOCKING;
      const since = runs && own === null ? " from here on" : "";
      const name = `${SIGNS.get(stands.state) ?? "waits"} ${model.task(run, task).name}${since}`;
      mark(inner, name, isCurrent);
      mark(stands.outer, name, isCurrent && inner.every((place) => !this.#isShown(place)));
    }
    if (here !== null && model.event(step).event === "woken" && model.event(step).cause?.place !== undefined) {
      mark([here], `wakes ${model.task(run, model.event(step).cause?.task ?? current).name}`, true);
    }
    for (const [block, lines] of marks) {
      for (const [position, { names, isCurrent }] of lines) {
        const few = [...names].slice(0, names.size > 3 ? 2 : 3).map((name) => {
          const sign = name.indexOf(" ");
          return make("span", { class: "tv-who", "data-state": name.slice(0, sign), text: name.slice(sign + 1) });
        });
        const chip = make("span", { class: "tv-chip" }, ...few);
        if (names.size > few.length) chip.append(` +${names.size - few.length}`);
        const line = make("div", { class: `tv-mark${isCurrent ? " tv-here" : ""}` }, chip);
        block.lay(line, position);
        block.marks.append(line);
        if (isCurrent && (this.#current === null || (here !== null && block.position(here) === position))) {
          this.#current = { block, position };
        }
      }
    }
    this.#follow();
    return here === null ? null : { number: here.line, text: this.#text(here) };
  }

  /** Puts away what picks lines, while another run of the same program is shown. @param {boolean} away */
  shelve(away) {
    if (away) this.clear();
    for (const { pick } of this.#picks) pick.hidden = away;
    if (!away) this.#lay();
  }

  /** From now on nothing is marked: the page shows another program. */
  forget() {
    for (const block of this.blocks) block.marks.remove();
    for (const { pick } of this.#picks) pick.remove();
    this.#picks = [];
    this.blocks = [];
  }

  clear() {
    this.#current = null;
    for (const block of this.blocks) block.marks.replaceChildren();
  }

  /** Scrolls the page to the marked line. */
  reveal() {
    if (this.#current === null) return;
    const { block, position } = this.#current;
    const top = block.shown.frame.getBoundingClientRect().top + (block.shown.line(position)?.top ?? 0) - innerHeight / 3;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    scrollBy({ top, behavior: calm ? "auto" : "smooth" });
  }

  /** A listing that scrolls by itself follows. */
  #follow() {
    if (this.#current === null) return;
    const { block, position } = this.#current;
    const frame = block.shown.frame.closest(".tv-listing");
    if (frame === null) return;
    const top = block.shown.line(position)?.top ?? 0;
    if (top < frame.scrollTop + 40 || top > frame.scrollTop + frame.clientHeight - 60) {
      frame.scrollTop = top - frame.clientHeight / 3;
    }
  }

  /** @param {Place} place */
  #isShown(place) {
    return this.blocks.some((block) => block.position(place) !== -1);
  }

  /** @param {Place} place */
  #text(place) {
    const source = this.sources.find(({ file }) => sameFile(place.file, file));
    return source?.text.split("\n")[place.line - 1] ?? "";
  }
}

/**
 * Finds a part in the file that it was taken from; lines that are anchors are not shown.
 *
 * @param {Shown} shown
 * @param {Source[]} sources
 * @param {boolean} own
 * @returns {Block | null}
 */
export function locate(shown, sources, own) {
  const wanted = shown.text().replace(/\n+$/, "").split("\n");
  for (const { file, text } of sources) {
    const lines = text.split("\n").map((line, i) => ({ line, number: i + 1 }));
    const kept = lines.filter(({ line }) => !/ANCHOR(_END)?:/.test(line));
    for (let i = 0; i + wanted.length <= kept.length; i += 1) {
      if (!wanted.every((line, k) => kept[i + k]?.line.trimEnd() === line.trimEnd())) continue;
      return new Block(shown, file, kept.slice(i, i + wanted.length).map(({ number }) => number), own);
    }
  }
  return null;
}

/**
 * The program itself, where no page shows it.
 *
 * @param {Source} source
 */
export function listing({ file, text }) {
  const shownText = text.replace(/\n+$/, "");
  const code = make("code", {});
  code.append(...coloured(shownText));
  const lines = shownText.split("\n").map((_, i) => i + 1);
  const numbers = make("span", { class: "tv-numbers", "aria-hidden": "true", text: lines.join("\n") });
  const pre = make("pre", { class: "tv-program" }, numbers, code);
  const frame = make("div", { class: "tv-listing", tabindex: "0", role: "group", "aria-label": `Program ${file}` }, pre);
  return { frame, block: new Block(shownIn(pre), file, lines, true) };
}

const TOKENS =
  /(\/\/[^\n]*)|("(?:\\.|[^"\\])*")|\b(as|async|await|break|const|continue|else|enum|fn|for|if|impl|in|let|loop|match|mod|move|mut|pub|ref|return|self|static|struct|trait|type|unsafe|use|where|while)\b|\b(\d[\d_.]*\w*)\b/g;

/** Comments, strings, keywords and numbers. @param {string} text */
function coloured(text) {
  const parts = [];
  let at = 0;
  for (const found of text.matchAll(TOKENS)) {
    parts.push(text.slice(at, found.index));
    const kind = ["comment", "string", "keyword", "number"][[found[1], found[2], found[3], found[4]].findIndex((part) => part !== undefined)];
    parts.push(make("span", { class: `tv-${kind}`, text: found[0] }));
    at = found.index + found[0].length;
  }
  parts.push(text.slice(at));
  return parts;
}

/** @param {string} one @param {string} other */
function sameFile(one, other) {
  return one === other || one.endsWith(`/${other}`) || other.endsWith(`/${one}`);
}
