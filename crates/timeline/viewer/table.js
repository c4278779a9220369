// The same events as a table: for those who read better than they look, and for finding one.

import { begun, button, duration, make, told } from "./words.js";

/** So many rows are shown at once. */
const ROWS = 200;

export class Table {
  root = make("div", { class: "tv-table", hidden: "" });
  #body = make("tbody");
  #from = 0;
  #step = -1;

  /**
   * @param {import("./model.js").Model} model
   * @param {(step: number) => void} onStep
   */
  constructor(model, onStep) {
    this.model = model;
    this.onStep = onStep;
    this.button = button("Table of events", () => this.#toggle(), { class: "tv-quiet" });
    this.button.setAttribute("aria-expanded", "false");
  }

  /** @param {number} step */
  select(step) {
    this.#step = step;
    if (this.root.hidden) return;
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
    const heads = ["Step", "Time", "Task", "What happens"].map((text) => make("th", { scope: "col", text }));
    const table = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), this.#body);
    const frame = make("div", { class: "tv-rows", tabindex: "0", role: "group", "aria-label": "Table of events" }, table);
    this.root.append(frame);
    if (this.model.count > ROWS) {
      this.root.append(
        button(`Previous ${ROWS}`, () => this.#fill(Math.max(0, this.#from - ROWS))),
        button(`Next ${ROWS}`, () => this.#fill(Math.min(this.#from + ROWS, this.model.count - 1))),
      );
    }
    this.#fill(Math.max(0, this.#step - (this.#step % ROWS)));
    this.select(this.#step);
  }

  /** @param {number} from */
  #fill(from) {
    this.#from = from;
    this.#body.replaceChildren();
    for (let step = from; step < Math.min(from + ROWS, this.model.count); step += 1) {
      const run = this.model.run(step);
      const task = this.model.taskOf(step);
      const go = make("button", { type: "button", class: "tv-step", text: String(step + 1), "aria-label": `Go to step ${step + 1}` });
      go.addEventListener("click", () => this.onStep(step));
      const name = task === 0 ? "" : this.model.task(run, task).name;
      const whose = this.model.runs.length > 1 ? `${this.model.runs[run]?.name}: ${name}` : name;
      const row = make(
        "tr",
        { "data-step": String(step) },
        make("td", {}, go),
        make("td", { text: duration(this.model.at(step)) }),
        make("td", { text: whose }),
        make("td", {}, ...told(begun(this.model.sentence(step)))),
      );
      this.#body.append(row);
    }
  }
}
