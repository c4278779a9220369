// A scene of a lesson that can be edited and run where it stands:
//
//     <div class="scene" data-lesson="lesson_1" data-scene="in_a_row" data-anchors="fetch in_a_row">
//       Rust blocks, one for each anchor, in this order; then the recorded output and timeline
//     </div>
//
// The reader's version is kept until they go back to the book's.

import { run } from "./api.js";
import { Block } from "./block.js";
import { button, element } from "./elements.js";
import { keep, recall } from "./kept.js";
import { rowsIn } from "./marbles.js";
import { Result } from "./result.js";
import { Work, notCompiled } from "./work.js";

export const RIGHTS = "Runs on this computer, with your rights.";

export class Scene {
  #result = new Result();

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.lesson = root.dataset.lesson ?? "";
    const setting = root.querySelector(".knob > section");
    /** Its first scene, where a knob switches among several. */
    this.first = (setting instanceof HTMLElement ? setting.dataset.setting : root.dataset.scene) ?? "";
    const name = this.first.replaceAll("_", " ");
    const anchors = (root.dataset.anchors ?? "").split(/\s+/).filter((anchor) => anchor !== "");
    const blocks = [...root.querySelectorAll("pre")].filter((pre) => pre.querySelector("code.language-rust"));
    this.blocks = blocks.slice(0, anchors.length).map((pre, i) => new Block(pre, anchors[i] ?? "", anchors[i] ?? ""));

    this.runButton = button("Run", () => void this.run(), { class: "primary", label: `Run ${name}` });
    this.runButton.title = `${RIGHTS} Ctrl+Enter`;
    this.work = new Work(name, [this.runButton]);
    this.editButton = button("Edit", () => void this.edit(), { label: `Edit ${name}` });
    this.resetButton = button("Reset", () => this.reset(), { label: `Reset ${name}` });
    this.resetButton.hidden = true;
    this.whichButton = button("", () => this.#show(this.#result.root.hidden === true));
    this.whichButton.hidden = true;
    // Put together by `scrolling.js`, which all pages have.
    const recorded = root.querySelector(":scope > .recorded");
    this.recorded = recorded instanceof HTMLElement ? recorded : element("div", { class: "recorded" });

    if (this.blocks.length === 0) return;
    this.#result.root.hidden = true;
    const controls = element(
      "div",
      { class: "controls", attributes: { role: "group", "aria-label": `Controls of ${name}` } },
      this.runButton,
      this.work.stopButton,
      this.editButton,
      this.resetButton,
      this.whichButton,
      element("span", { class: "rights", text: RIGHTS }),
    );
    root.append(controls, this.work.status, this.#result.root, this.recorded);
    root.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
        event.preventDefault();
        void this.run();
      }
    });
    void this.#restore();
  }

  /** Where a knob switches among several, the one that it shows. */
  get scene() {
    return this.root.dataset.scene ?? "";
  }

  /** @param {Block} block */
  #key(block) {
    return `scene:${this.lesson}/${this.first}/${block.anchor}`;
  }

  /** What the reader made of it when they were last here. */
  async #restore() {
    const mine = this.blocks.filter((block) => {
      const text = recall(this.#key(block));
      if (typeof text !== "string" || text === block.original) return false;
      block.replace(text);
      return true;
    });
    if (mine.length > 0 && (await this.#open())) this.work.say("This is your version: Run shows what it does. The run below is the book's, and Reset brings its code back.");
  }

  async edit() {
    if (await this.#open()) this.blocks.at(-1)?.focus();
  }

  async #open() {
    try {
      await Promise.all(
        this.blocks.map((block) =>
          block.edit({
            onRun: () => void this.run(),
            onLeave: () => (this.work.isBusy ? this.work.stopButton : this.runButton).focus(),
            onChange: () => this.#changed(block),
          }),
        ),
      );
    } catch {
      this.work.say("The editor could not be loaded. Is the server still running?", "bad");
      return false;
    }
    this.editButton.hidden = true;
    this.resetButton.hidden = false;
    return true;
  }

  /** @param {Block} changed */
  #changed(changed) {
    keep(this.#key(changed), changed.isChanged ? changed.text : undefined);
    this.#result.unmark();
    for (const block of this.blocks) block.mark([]);
  }

  reset() {
    this.work.stop();
    for (const block of this.blocks) {
      keep(this.#key(block), undefined);
      block.replace(block.original);
      block.reset();
    }
    this.#result.clear();
    this.#show(false);
    this.whichButton.hidden = true;
    this.editButton.hidden = false;
    this.resetButton.hidden = true;
    this.work.say("");
    this.editButton.focus();
  }

  async run() {
    for (const block of this.blocks) block.mark([]);
    const edits = this.blocks.filter((b) => b.isChanged).map((b) => ({ anchor: b.anchor, code: b.text }));
    const program = { block: this.first, lesson: this.lesson, scene: this.scene, edits, marbles: rowsIn(this.recorded) };
    /** @type {import("./api.js").Diagnostic[]} */
    const diagnostics = [];
    await this.work.follow(
      (signal) => run(program, signal),
      (event) => {
        switch (event.event) {
          case "diagnostic":
            if (diagnostics.length === 0) this.#fresh();
            diagnostics.push(event);
            this.#result.diagnostic(event);
            for (const block of this.blocks) block.mark(diagnostics);
            break;
          case "does_not_compile":
            this.work.say(notCompiled(diagnostics), "bad");
            break;
          case "finished":
            if (diagnostics.length === 0) this.#fresh();
            this.#result.finished(event, `your run of ${this.scene}`, this.blocks);
            this.work.say(Result.sentence(event), event.success ? "good" : "bad");
            break;
        }
      },
    );
  }

  /** The result of an earlier run makes way, as late as possible: the page does not jump. */
  #fresh() {
    this.#result.clear();
    this.#show(true);
    this.whichButton.hidden = false;
  }

  /** @param {boolean} yours */
  #show(yours) {
    this.root.classList.toggle("yours-shown", yours);
    this.#result.root.hidden = !yours;
    this.recorded.hidden = yours;
    this.whichButton.textContent = yours ? "Show the book's run" : "Show your run";
  }
}
