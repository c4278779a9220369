// A scene of a lesson that can be edited and run where it stands:
//
//     <div class="scene" data-lesson="lesson_1" data-scene="in_a_row" data-anchors="fetch in_a_row">
//       Rust blocks, one for each anchor, in this order; then the recorded output and timeline
//     </div>

import { Refusal, run } from "./api.js";
import { Block } from "./block.js";
import { button, element } from "./elements.js";
import { Result } from "./result.js";

const RIGHTS = "Runs on this computer, with your rights.";

export class Scene {
  #result = new Result();
  #status = element("p", { class: "status", attributes: { role: "status" } });
  /** @type {AbortController | null} */
  #running = null;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.lesson = root.dataset.lesson ?? "";
    this.scene = root.dataset.scene ?? "";
    const anchors = (root.dataset.anchors ?? "").split(/\s+/).filter((anchor) => anchor !== "");
    const blocks = [...root.querySelectorAll("pre")].filter((pre) => pre.querySelector("code.language-rust"));
    this.blocks = blocks.slice(0, anchors.length).map((pre, i) => new Block(pre, anchors[i] ?? ""));
    const last = this.blocks.at(-1);
    if (last === undefined) return;

    // The book's own marks of a block (a wrapper around `pre`) stay where they are.
    let end = /** @type {Element} */ (last.pre);
    while (end.parentElement !== null && end.parentElement !== root) end = end.parentElement;
    this.recorded = element("div", { class: "recorded" });
    while (end.nextSibling !== null) this.recorded.append(end.nextSibling);
    this.#result.root.hidden = true;
    const controls = this.#controls(this.scene.replaceAll("_", " "));
    root.append(controls, this.#status, this.#result.root, this.recorded);
    root.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
        event.preventDefault();
        void this.run();
      }
    });
  }

  /** @param {string} name */
  #controls(name) {
    this.runButton = button("Run", () => void this.run(), { class: "primary", label: `Run ${name}` });
    this.runButton.title = `${RIGHTS} Ctrl+Enter`;
    this.stopButton = button("Stop", () => this.stop(), { label: `Stop ${name}` });
    this.stopButton.hidden = true;
    this.editButton = button("Edit", () => void this.edit(), { label: `Edit ${name}` });
    this.resetButton = button("Reset", () => this.reset(), { label: `Reset ${name}` });
    this.resetButton.hidden = true;
    this.whichButton = button("", () => this.#show(this.#result.root.hidden === true));
    this.whichButton.hidden = true;
    return element(
      "div",
      { class: "controls", attributes: { role: "group", "aria-label": `Controls of ${name}` } },
      this.runButton,
      this.stopButton,
      this.editButton,
      this.resetButton,
      this.whichButton,
      element("span", { class: "rights", text: RIGHTS }),
    );
  }

  async edit() {
    const options = { onRun: () => void this.run(), onChange: () => this.#changed() };
    try {
      await Promise.all(this.blocks.map((block) => block.edit(options)));
    } catch {
      this.#say("The editor could not be loaded. Is the server still running?", "bad");
      return;
    }
    if (this.editButton) this.editButton.hidden = true;
    if (this.resetButton) this.resetButton.hidden = false;
    this.blocks.at(-1)?.focus();
  }

  #changed() {
    this.#result.unmark();
    for (const block of this.blocks) block.mark([]);
  }

  reset() {
    this.stop();
    for (const block of this.blocks) block.reset();
    this.#result.clear();
    this.#show(false);
    if (this.whichButton) this.whichButton.hidden = true;
    if (this.editButton) this.editButton.hidden = false;
    if (this.resetButton) this.resetButton.hidden = true;
    this.#say("");
    this.editButton?.focus();
  }

  stop() {
    this.#running?.abort();
  }

  async run() {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#busy(true);
    this.#say("starting", "busy");
    for (const block of this.blocks) block.mark([]);
    try {
      await this.#follow(running.signal);
    } catch (error) {
      if (running.signal.aborted) {
        if (this.#running === running) this.#say("Stopped.");
      } else if (error instanceof Refusal) {
        this.#say(error.message, "bad");
      } else {
        this.#say("The server broke off. Is it still running?", "bad");
      }
    } finally {
      if (this.#running === running) {
        this.#running = null;
        this.#busy(false);
      }
    }
  }

  /** @param {AbortSignal} signal */
  async #follow(signal) {
    const edits = this.blocks.filter((b) => b.isChanged).map((b) => ({ anchor: b.anchor, code: b.text }));
    const program = { block: this.scene, lesson: this.lesson, scene: this.scene, edits };
    /** @type {import("./api.js").Diagnostic[]} */
    const diagnostics = [];
    let ended = false;
    for await (const event of run(program, signal)) {
      switch (event.event) {
        case "status":
          this.#say(event.text, "busy");
          break;
        case "diagnostic":
          if (diagnostics.length === 0) this.#fresh();
          diagnostics.push(event);
          this.#result.diagnostic(event);
          for (const block of this.blocks) block.mark(diagnostics);
          break;
        case "does_not_compile": {
          ended = true;
          const errors = diagnostics.filter((d) => d.level === "error").length;
          this.#say(`It does not compile: ${errors === 1 ? "one error" : `${errors} errors`}.`, "bad");
          break;
        }
        case "finished":
          ended = true;
          if (diagnostics.length === 0) this.#fresh();
          this.#result.finished(event, `your run of ${this.scene}`, this.blocks);
          this.#say(Result.sentence(event), event.success ? "good" : "bad");
          break;
        case "refused":
          ended = true;
          this.#say(event.sentence, "bad");
          break;
      }
    }
    if (!ended) this.#say("The server broke off. Is it still running?", "bad");
  }

  /** The result of an earlier run makes way, as late as possible: the page does not jump. */
  #fresh() {
    this.#result.clear();
    this.#show(true);
    if (this.whichButton) this.whichButton.hidden = false;
  }

  /** @param {boolean} yours */
  #show(yours) {
    this.root.classList.toggle("yours-shown", yours);
    this.#result.root.hidden = !yours;
    if (this.recorded) this.recorded.hidden = yours;
    if (this.whichButton) this.whichButton.textContent = yours ? "Show the book's run" : "Show your run";
  }

  /** @param {boolean} busy */
  #busy(busy) {
    if (this.stopButton) this.stopButton.hidden = !busy;
    if (this.runButton) this.runButton.hidden = busy;
    const focused = document.activeElement;
    if (busy && focused === this.runButton) this.stopButton?.focus();
    if (!busy && (focused === this.stopButton || focused === document.body)) this.runButton?.focus({ preventScroll: true });
  }

  /**
   * @param {string} sentence
   * @param {"" | "good" | "bad" | "busy"} [mood]
   */
  #say(sentence, mood = "") {
    this.#status.textContent = sentence;
    this.#status.dataset.mood = mood;
  }
}
