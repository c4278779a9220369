// The same as a table: for those who read better than they look, and for finding one.

import { begun, button, duration, make, told } from "./words.js";
import { totals } from "./tip.js";

/** So many rows are shown at once. */
const ROWS = 200;

/** @typedef {{ cells: (Node | string)[][], step: number }} Row `step`: that it stands for; -1: for none. */

/** A table that is made when somebody asks for it, and only as many rows of it at once. */
export class Table {
  root = make("div", { class: "tv-table", hidden: "" });
  #body = make("tbody");
  #from = 0;
  #step = -1;

  /**
   * @param {string} name
   * @param {string[]} heads
   * @param {number} count
   * @param {(row: number) => Row} row
   */
  constructor(name, heads, count, row) {
    this.name = name;
    this.heads = heads;
    this.count = count;
    this.row = row;
    this.button = button(name, () => this.#toggle(), { class: "tv-quiet" });
    this.button.setAttribute("aria-expanded", "false");
  }

  /** Shows the row of a step; of a table whose rows stand for none, nothing. @param {number} step */
  select(step) {
    this.#step = step;
    if (this.root.hidden || this.count === 0 || this.row(0).step < 0) return;
    if (step >= 0 && (step < this.#from || step >= this.#from + ROWS)) this.#fill(step - (step % ROWS));
    for (const row of this.#body.rows) {
      if (row.dataset.step === String(step)) row.setAttribute("aria-current", "step");
      else row.removeAttribute("aria-current");
    }
  }

  #toggle() {
    this.root.hidden = !this.root.hidden;
    this.button.setAttribute("aria-expanded", String(!this.root.hidden));
    if (this.root.hidden || this.root.childElementCount > 0) return this.select(this.#step);
    const heads = this.heads.map((text) => make("th", { scope: "col", text }));
    const table = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), this.#body);
    const frame = make("div", { class: "tv-rows", tabindex: "0", role: "group", "aria-label": this.name }, table);
    this.root.append(frame);
    if (this.count > ROWS) {
      this.root.append(
        button(`Previous ${ROWS}`, () => this.#fill(Math.max(0, this.#from - ROWS))),
        button(`Next ${ROWS}`, () => this.#fill(Math.min(this.#from + ROWS, this.count - 1))),
      );
    }
    this.#fill(0);
    this.select(this.#step);
  }

  /** @param {number} from */
  #fill(from) {
    this.#from = from;
    this.#body.replaceChildren();
    for (let i = from; i < Math.min(from + ROWS, this.count); i += 1) {
      const { cells, step } = this.row(i);
      const row = make("tr", {}, ...cells.map((cell) => make("td", {}, ...cell)));
      if (step >= 0) row.dataset.step = String(step);
      this.#body.append(row);
    }
  }
}

/** Everything that happened. @param {import("./model.js").Model} model @param {(step: number) => void} onStep */
export function events(model, onStep) {
  return new Table("Table of events", ["Step", "Time", "Task", "What happens"], model.count, (step) => {
    const run = model.run(step);
    const task = model.taskOf(step);
    const go = make("button", { type: "button", class: "tv-step", text: String(step + 1), "aria-label": `Go to step ${step + 1}` });
    go.addEventListener("click", () => onStep(step));
    const name = task === 0 ? "" : model.task(run, task).name;
    const whose = model.runs.length > 1 ? `${model.runs[run]?.name}: ${name}` : name;
    return { step, cells: [[go], [duration(model.at(step))], [whose], told(begun(model.sentence(step)))] };
  });
}

/** What each task did in all. @param {import("./model.js").Model} model */
export function tasks(model) {
  const lanes = model.laneOf.flatMap((ofRun) => [...ofRun.values()]);
  const heads = ["Task", "From", "End", "Polls", "Runs", "Ready", "Waits"];
  return new Table("Table of tasks", heads, lanes.length, (row) => {
    const lane = /** @type {import("./model.js").Lane} */ (lanes[row]);
    const { from, end, polls, runs, ready, waits } = totals(model, lane);
    const whose = model.runs.length > 1 ? `${model.runs[lane.run]?.name}: ${lane.name}` : lane.name;
    return { step: -1, cells: [[whose], [from], [end], [polls], [runs], [ready], [waits]] };
  });
}
