// What the checks say of an answer: the diagnosis on top, check by check, what was expected over what happened, and the
// run itself.

import { Diagnostics } from "./diagnostics.js";
import { duration, element } from "./elements.js";
import { words } from "./prose.js";
import { Timeline, printed } from "./timeline.js";
import { notCompiled } from "./work.js";

/** @typedef {import("./api.js").Verdict} Told */
/** @typedef {import("./api.js").Checked} Checked */

/** @type {Record<string, string>} */
const VERDICTS = {
  passed: "It passes.",
  failed: "Not yet.",
  does_not_compile: "It does not compile.",
  stalled: "It never ends: nothing can go on.",
  timed_out: "It was stopped: it did not come to an end.",
  not_started: "Not started: the file still says TODO. Delete that line to have your answer checked.",
};

export class VerdictView {
  #diagnostics = new Diagnostics();
  #timeline = new Timeline();
  #checks = element("div", { class: "checks" });
  #ran = element("div", { class: "ran" });
  /** @type {import("./api.js").Diagnostic[]} */
  #told = [];
  /** @type {Told | null} */
  #last = null;
  root = element("div", { class: "yours verdict-view" }, this.#checks, this.#diagnostics.root, this.#ran);

  clear() {
    this.#timeline.clear();
    this.#diagnostics.clear();
    this.#checks.replaceChildren();
    this.#ran.replaceChildren();
    this.#told = [];
    this.#last = null;
  }

  /** The answer is no longer the one that ran. */
  unmark() {
    this.#timeline.unmark();
  }

  /** @param {import("./api.js").Diagnostic} diagnostic */
  diagnostic(diagnostic) {
    this.#told.push(diagnostic);
    this.#diagnostics.add(diagnostic);
    return this.#told;
  }

  /**
   * @param {Told} told
   * @param {string} name
   * @param {import("./block.js").Block} block
   */
  show(told, name, block) {
    const parts = [];
    const refused = told.checks.find(({ passed }) => passed === false);
    if (refused !== undefined) {
      if (refused.sentence !== null) parts.push(element("p", { class: "diagnosis" }, ...words(asSentence(refused.sentence))));
      parts.push(...overTime(refused));
      for (const paragraph of refused.explanation) {
        parts.push(element("p", { class: "explanation" }, ...words(asSentence(paragraph))));
      }
    }
    if (told.checks.length > 0) parts.push(list(told.checks));
    this.#checks.replaceChildren(...parts);

    const ran = [];
    if (told.printed.length > 0) ran.push(printed("Your answer printed", "output", told.printed.join("\n")));
    if (told.view !== null || told.undrawn !== null) {
      ran.push(element("p", { class: "which-run" }, ...words(`What your answer did in the check “${told.recordedIn ?? ""}”:`)), this.#timeline.root);
    }
    this.#ran.replaceChildren(...ran);
    this.#last = told;
    this.#timeline.draw(told, name, [block]);
  }

  /**
   * The expected run beside the learner's, on one axis.
   *
   * @param {string} view
   * @param {string} name
   * @param {import("./block.js").Block} block
   */
  compare(view, name, block) {
    if (this.#last === null) return;
    this.#timeline.draw({ ...this.#last, view }, name, [block]);
    const title = this.#ran.querySelector(".which-run");
    const refused = this.#last.checks.find(({ passed }) => passed === false);
    if (title !== null && refused !== undefined) {
      const which = `Your answer in the check “${refused.name}”, above what was expected.`;
      title.replaceChildren(...words(`${which} That is the run of a solution, of which you see here what it does and not how.`));
    }
  }

  /** @param {Told} told */
  sentence(told) {
    const time = `(checked in ${duration(told.seconds)})`;
    if (told.verdict === "does_not_compile") return `${notCompiled(this.#told).slice(0, -1)} ${time}.`;
    const passed = told.checks.filter((check) => check.passed).length;
    const all = told.checks.length;
    if (told.verdict === "passed") return `It passes: all ${all} checks ${time}.`;
    const sentence = VERDICTS[told.verdict] ?? told.verdict;
    return all === 0 ? sentence : `${sentence} ${passed} of ${all} checks pass ${time}.`;
  }
}

/** @param {string} clause */
function asSentence(clause) {
  const sentence = clause.slice(0, 1).toUpperCase() + clause.slice(1);
  return /[.:!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** One above the other, so that the same instant stands at the same place. @param {Checked} check */
function overTime({ expected, actual }) {
  if (actual === null) return [];
  const happened = printed("Your answer", "actual", actual.trimEnd());
  const [label, parts] =
    expected === null
      ? ["What happened", [happened]]
      : ["What was expected, and what happened", [printed("Expected", "expected", expected.trimEnd()), happened]];
  return [element("div", { class: "over-time", attributes: { role: "group", "aria-label": label } }, ...parts)];
}

/**
 * Whether what was expected and what happened are values, and no pictures over time. They take a line each, and the
 * sentence alone would not say what is wrong.
 *
 * @param {Checked} check
 */
function isAboutAValue({ expected, actual }) {
  return [expected, actual].every((text) => text !== null && !/[\n│]/.test(text.trimEnd()));
}

/** @param {Checked[]} checks */
function list(checks) {
  /** @type {Set<string>} */
  const told = new Set();
  return element(
    "ul",
    { class: "check-list" },
    ...checks.map((check) => {
      const { name, passed, sentence } = check;
      const [mark, state] = passed === null ? ["·", "not looked at"] : passed ? ["✓", "passes"] : ["✗", "refused"];
      const item = element(
        "li",
        { class: state.replaceAll(" ", "-") },
        element("span", { class: "mark", text: mark, attributes: { "aria-hidden": "true" } }),
        element("span", {}, ...words(name), element("span", { class: "state", text: `: ${state}` })),
      );
      if (sentence !== null && passed === false) {
        // The first stands on top, in full.
        if (told.has(sentence)) item.append(element("p", { text: "For the same reason." }));
        else if (told.size > 0) {
          item.append(element("p", {}, ...words(asSentence(sentence))), ...(isAboutAValue(check) ? overTime(check) : []));
        }
        told.add(sentence);
      }
      return item;
    }),
  );
}
