// An exercise that is solved on the page or in the reader's own editor:
//
//     <div class="exercise" data-exercise="overlap">
//       what to do, where the file is, which command checks it, the file as it ships and the hints as <details>
//     </div>
//
// The page edits the very file under `exercises/`. What is not saved yet is kept in the browser; what another program
// writes into the file appears here.

import { Refusal, json, lines, page } from "./api.js";
import { Block } from "./block.js";
import { Conflict } from "./conflict.js";
import { button, element } from "./elements.js";
import { stepByStep } from "./hints.js";
import { keep, recall } from "./kept.js";
import { listing, prose } from "./prose.js";
import { RIGHTS } from "./scene.js";
import { VerdictView } from "./verdict.js";
import { Work } from "./work.js";

/** @typedef {{ exercise: string, file: string, state: string, started: boolean, hints: number,
 *              problem: string | null, text: string | null, version: string | null }} Shown */

export class Exercise {
  /** What stands in the file, as far as this page knows. @type {{ text: string | null, version: string | null }} */
  #disk = { text: null, version: null };
  /** The version that the text on the page was made of. @type {string | null} */
  #base = null;
  #file = "";
  #conflict = new Conflict();
  #verdict = new VerdictView();
  #where = element("p", { class: "file-bar" });
  #solution = element("div", { class: "solution" });
  #body = element("div", { class: "answer" });

  /**
   * @param {HTMLElement} root
   * @param {string} stem Of the chapter that this page shows.
   */
  constructor(root, stem) {
    this.root = root;
    this.name = root.dataset.exercise ?? "";
    /** As the server calls it. */
    this.exercise = `${stem}/${this.name}`;

    this.checkButton = button("Check", () => void this.check(), { class: "primary", label: `Check ${this.name}` });
    this.checkButton.title = "Saves and checks. Ctrl+S";
    this.runButton = button("Run", () => void this.check(true), { label: `Run ${this.name}` });
    this.runButton.title = `${RIGHTS} Shows what it does, whether or not it is right.`;
    this.work = new Work(this.name, [this.checkButton, this.runButton]);
    this.editButton = button("Edit", () => void this.edit(), { label: `Edit ${this.name}` });
    this.resetButton = button("Reset", () => void this.reset(), { label: `Reset ${this.name}` });
    this.resetButton.title = "Back to the file as it ships; yours is kept beside it.";
    this.solutionButton = button("Solution", () => void this.solution(), { label: `Solution of ${this.name}` });

    const code = element("code", { class: "language-rust", attributes: { tabindex: "0" } });
    this.block = new Block(element("pre", {}, code), null, this.name);
    const controls = element(
      "div",
      { class: "controls", attributes: { role: "group", "aria-label": `Controls of ${this.name}` } },
      this.checkButton,
      this.runButton,
      this.work.stopButton,
      this.editButton,
      this.resetButton,
      this.solutionButton,
      element("span", { class: "rights", text: RIGHTS }),
    );
    this.#body.append(
      this.#where,
      this.block.pre,
      controls,
      this.work.status,
      this.#conflict.root,
      this.#verdict.root,
      this.#solution,
    );
    this.#body.hidden = true;
    root.addEventListener("keydown", (event) => {
      const withControl = (event.ctrlKey || event.metaKey) && !event.defaultPrevented;
      if (withControl && (event.key === "Enter" || event.key === "s")) {
        event.preventDefault();
        void this.check();
      }
    });
  }

  get #isDirty() {
    return this.block.text !== this.#disk.text;
  }

  get #draft() {
    return `answer:${this.exercise}`;
  }

  /** Looks at the file, and at what was not saved when the reader was last here. */
  async load() {
    try {
      /** @type {Shown} */
      const shown = await json(`/api/exercise?exercise=${encodeURIComponent(this.exercise)}`);
      this.#file = shown.file;
      this.exercise = shown.exercise;
      this.root.dataset.state = shown.state;
      this.#place(shown.hints);
      this.#disk = shown;
      if (shown.problem !== null) this.work.say(shown.problem, "bad");
      await this.#restore();
    } catch (error) {
      this.#complain(error);
    }
  }

  /** The answer comes in the place of the file as it ships, in front of the hints. @param {number} hints */
  #place(hints) {
    if (this.#body.isConnected) return;
    const details = [...this.root.querySelectorAll(":scope > details")];
    const first = details.length - hints;
    for (const shipped of details.slice(0, first)) shipped.remove();
    const before = details[first];
    if (before === undefined) this.root.append(this.#body);
    else before.before(this.#body);
    this.#body.hidden = false;
    stepByStep(details.slice(first));
  }

  async #restore() {
    /** @type {{ text: string, base: string | null } | null} */
    const draft = recall(this.#draft);
    const { text, version } = this.#disk;
    if (draft === null || draft.text === text) {
      keep(this.#draft, undefined);
      this.#take(this.#disk);
      return;
    }
    this.#base = draft.base;
    this.block.replace(draft.text);
    if (await this.#open()) this.#say();
    if (draft.base !== version) this.#choose();
  }

  /** Shows the text that stands in the file. @param {{ text: string | null, version: string | null }} disk */
  #take(disk) {
    this.#disk = { text: disk.text, version: disk.version };
    this.#base = disk.version;
    this.#conflict.clear();
    keep(this.#draft, undefined);
    if (disk.text !== null) this.block.replace(disk.text);
    this.#say();
  }

  /** Says how the text on the page and the file stand to one another. */
  #say() {
    const state = this.#isDirty ? "not saved yet" : "as in the file";
    this.#where.replaceChildren(element("code", { text: this.#file }), document.createTextNode(` · ${state}`));
    this.#where.dataset.dirty = String(this.#isDirty);
  }

  async edit() {
    if (await this.#open()) this.block.focus();
  }

  async #open() {
    try {
      await this.block.edit({
        onRun: () => void this.check(),
        onSave: () => void this.check(),
        onLeave: () => (this.work.isBusy ? this.work.stopButton : this.checkButton).focus(),
        onChange: () => this.#changed(),
      });
    } catch {
      this.work.say("The editor could not be loaded. Is the server still running?", "bad");
      return false;
    }
    this.editButton.hidden = true;
    return true;
  }

  #changed() {
    const { text } = this.block;
    const isKept = keep(this.#draft, this.#isDirty ? { text, base: this.#base } : undefined);
    this.#verdict.unmark();
    this.block.mark([]);
    this.#say();
    if (!isKept) this.work.say("Your browser keeps nothing for this page: save before you leave it.", "bad");
  }

  /** `false`: it is not in the file, and why not is said. */
  async save() {
    if (this.#conflict.isShown) {
      this.#choose();
      return false;
    }
    if (!this.#isDirty) return true;
    const { text } = this.block;
    try {
      await this.#write({ text, base: this.#base });
      return true;
    } catch (error) {
      this.#refused(error);
      return false;
    }
  }

  /** @param {{ text: string, base: string | null, keep?: boolean }} saved */
  async #write(saved) {
    const { version, kept } = await json("/api/save", { page, exercise: this.exercise, ...saved });
    this.#disk = { text: saved.text, version };
    this.#base = version;
    this.#conflict.clear();
    // Something may have been typed meanwhile.
    keep(this.#draft, this.#isDirty ? { text: this.block.text, base: version } : undefined);
    this.#say();
    return kept;
  }

  /** @param {unknown} error */
  #refused(error) {
    if (error instanceof Refusal && error.status === 409) {
      this.#disk = { text: error.body.text, version: error.body.version };
      this.#choose();
    } else {
      this.#complain(error);
    }
  }

  #choose() {
    const { text: theirs, version } = this.#disk;
    const mine = this.block.text;
    this.work.say("There are two versions: choose below.", "bad");
    this.#say();
    this.#conflict.show(
      { file: this.#file, theirs, mine },
      {
        onMine: () => void this.#decide(async () => this.#write({ text: this.block.text, base: version, keep: true })),
        onTheirs: () =>
          void this.#decide(async () => {
            const { kept } = await json("/api/keep", { exercise: this.exercise, text: this.block.text });
            this.#take({ text: theirs, version });
            return kept;
          }),
      },
    );
  }

  /** @param {() => Promise<string | null>} chosen Gives where the other version is kept. */
  async #decide(chosen) {
    try {
      const kept = await chosen();
      this.work.say(kept === null ? "Saved." : `Done. The other version is in ${kept}.`, "good");
      this.checkButton.focus();
    } catch (error) {
      this.#refused(error);
    }
  }

  /** @param {unknown} error */
  #complain(error) {
    this.work.say(error instanceof Refusal ? error.message : "The server broke off. Is it still running?", "bad");
  }

  /** @param {boolean} [asItIs] Whether or not it still says TODO. */
  async check(asItIs = false) {
    if (!(await this.save())) return;
    const asked = { page, exercise: this.exercise, as_it_is: asItIs };
    await this.work.follow(
      (signal) => lines("/api/check", asked, signal),
      (event) => this.#told(event),
    );
  }

  #fresh = true;

  /** @param {import("./api.js").WorkEvent} event */
  #told(event) {
    if (event.event === "diagnostic") {
      this.#begin();
      this.block.mark(this.#verdict.diagnostic(event));
    } else if (event.event === "verdict") {
      this.#begin();
      this.#fresh = true;
      this.#verdict.show(event, `your run of ${this.name}`, this.block);
      this.work.say(this.#verdict.sentence(event), event.verdict === "passed" ? "good" : "bad");
      this.root.dataset.state = { passed: "passing", not_started: "pending" }[event.verdict] ?? "failing";
      this.root.dispatchEvent(new CustomEvent("verdict", { bubbles: true }));
    } else if (event.event === "compared") {
      this.#verdict.compare(event.view, this.name, this.block);
    }
  }

  /** What an earlier check said makes way, as late as possible: the page does not jump. */
  #begin() {
    if (this.#fresh) {
      this.#verdict.clear();
      this.block.mark([]);
    }
    this.#fresh = false;
  }

  /**
   * What the server tells of this file, because another page or program saved it.
   *
   * @param {import("./api.js").WatchEvent} event
   */
  heard(event) {
    if (event.event === "changed") {
      this.#changedOnDisk({ text: event.text, version: event.version ?? null }, event.problem);
    } else if (event.event === "status") {
      if (!this.work.isBusy && !this.#conflict.isShown) this.work.say(event.text, "busy");
    } else if (event.event === "refused") {
      this.#fresh = true;
    } else if (event.event === "diagnostic" || event.event === "verdict" || event.event === "compared") {
      if (event.event !== "diagnostic" && event.version !== this.#disk.version) return;
      if (!this.work.isBusy) this.#told(event);
    }
  }

  /**
   * @param {{ text: string | null, version: string | null }} disk
   * @param {string | null} [problem] Why it cannot be read.
   */
  #changedOnDisk(disk, problem = null) {
    if (disk.version === this.#disk.version && problem === null) return;
    const wasDirty = this.#isDirty;
    if (problem !== null) {
      this.work.say(problem, "bad");
    } else if (disk.text === this.block.text || (!wasDirty && disk.text !== null)) {
      this.#fresh = true;
      this.#verdict.unmark();
      this.#take(disk);
    } else {
      this.#disk = disk;
      this.#choose();
    }
  }

  /**
   * What stands in the file may have changed while nobody listened.
   *
   * @param {string | null | undefined} version
   */
  async compare(version) {
    if (version === undefined || version === this.#disk.version || !this.#body.isConnected) return;
    try {
      /** @type {Shown} */
      const shown = await json(`/api/exercise?exercise=${encodeURIComponent(this.exercise)}`);
      this.#changedOnDisk(shown, shown.problem);
      if (shown.started && !this.#conflict.isShown) void this.check();
    } catch (error) {
      this.#complain(error);
    }
  }

  async reset() {
    if (!(await this.save())) return;
    this.work.stop();
    try {
      const { kept, text, version } = await json("/api/reset", { page, exercise: this.exercise });
      this.#take({ text, version });
      this.#verdict.clear();
      this.block.mark([]);
      this.root.dataset.state = "pending";
      const where = kept === null ? "" : ` What was in it is in ${kept}.`;
      this.work.say(`The file is as it ships.${where}`, "good");
      this.root.dispatchEvent(new CustomEvent("verdict", { bubbles: true }));
    } catch (error) {
      this.#complain(error);
    }
  }

  async solution() {
    if (this.#solution.childElementCount > 0) {
      this.#solution.replaceChildren();
      return;
    }
    if (this.root.dataset.state === "passing") {
      await this.#showSolution();
      return;
    }
    const question = element("p", { text: "You have not solved it yet. Do you want to see a solution?" });
    const show = button("Show it", () => void this.#showSolution());
    const not = button("Not yet", () => {
      this.#solution.replaceChildren();
      this.solutionButton.focus();
    });
    this.#solution.replaceChildren(question, element("div", { class: "controls" }, not, show));
    not.focus();
  }

  async #showSolution() {
    try {
      const { file, text, why } = await json(`/api/solution?exercise=${encodeURIComponent(this.exercise)}`);
      const heading = element("p", { class: "file-bar" }, element("code", { text: file }));
      const hide = button("Hide the solution", () => {
        this.#solution.replaceChildren();
        this.solutionButton.focus();
      });
      this.#solution.replaceChildren(heading, listing(text.trimEnd(), "The solution"), ...prose(why), hide);
      heading.tabIndex = -1;
      heading.focus();
    } catch (error) {
      this.#complain(error);
    }
  }
}
