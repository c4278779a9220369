// An exercise that is solved in the reader's editor and checked from the page:
//
//     <div class="exercise" data-exercise="overlap">
//       what to do, where the file is, which command checks it, hints as <details>
//     </div>

import { Refusal, json, page } from "./api.js";
import { button, element } from "./elements.js";

/** @type {Record<string, string>} */
const SENTENCES = {
  passed: "It passes.",
  failed: "Not yet.",
  does_not_compile: "It does not compile yet.",
  stalled: "It never ends: nothing can go on.",
  timed_out: "It was stopped: it did not come to an end.",
  not_started: "Not started: the file still says TODO.",
};

/** @typedef {{ name: string, title: string, file: string, state: string }} Listed */

export class Exercise {
  #status = element("p", { class: "status", attributes: { role: "status" } });
  #report = element("pre", { class: "printed report", attributes: { role: "group", "aria-label": "Report" } });

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.name = root.dataset.exercise ?? "";
    this.checkButton = button("Check my file", () => void this.check(), {
      class: "primary",
      label: `Check ${this.name}`,
    });
    this.#report.hidden = true;
    const controls = element(
      "div",
      { class: "controls", attributes: { role: "group", "aria-label": `Controls of ${this.name}` } },
      this.checkButton,
      element("span", { class: "rights", text: "Runs on this computer, with your rights." }),
    );
    root.append(controls, this.#status, this.#report);
  }

  /** @param {Listed} listed */
  list(listed) {
    this.root.dataset.state = listed.state;
  }

  async check() {
    this.checkButton.disabled = true;
    this.#say("checking", "busy");
    try {
      const { verdict, report } = await json("/api/check", { page, exercise: this.name });
      const passed = verdict.verdict === "passed";
      this.#say(SENTENCES[verdict.verdict] ?? verdict.verdict, passed ? "good" : "bad");
      /** @type {{ rendered: string }[]} */
      const diagnostics = verdict.diagnostics ?? [];
      const text = [...diagnostics.map((diagnostic) => diagnostic.rendered.trimEnd()), report.trimEnd()].join("\n\n").trim();
      this.#report.replaceChildren(element("code", { text, attributes: { tabindex: "0" } }));
      this.#report.hidden = text === "";
      this.root.dataset.state = passed ? "passing" : "failing";
    } catch (error) {
      const sentence = error instanceof Refusal ? error.message : "The server broke off. Is it still running?";
      this.#say(sentence, "bad");
    } finally {
      this.checkButton.disabled = false;
    }
  }

  /**
   * @param {string} sentence
   * @param {string} mood
   */
  #say(sentence, mood) {
    this.#status.textContent = sentence;
    this.#status.dataset.mood = mood;
  }
}
