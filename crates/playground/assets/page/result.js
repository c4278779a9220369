// What a run gave, below the code: what the compiler said, the output, the timeline.

import { Diagnostics } from "./diagnostics.js";
import { duration, element } from "./elements.js";
import { words } from "./prose.js";
import { Timeline, printed } from "./timeline.js";

export class Result {
  #diagnostics = new Diagnostics();
  #timeline = new Timeline();
  #rest = element("div", { class: "ran" });
  root = element("div", { class: "yours" }, this.#diagnostics.root, this.#rest);

  clear() {
    this.#timeline.clear();
    this.#diagnostics.clear();
    this.#rest.replaceChildren();
  }

  /** @param {import("./api.js").Diagnostic} diagnostic */
  diagnostic(diagnostic) {
    this.#diagnostics.add(diagnostic);
  }

  /**
   * @param {import("./api.js").Finished} run
   * @param {string} name
   * @param {import("./block.js").Block[]} blocks
   */
  finished(run, name, blocks) {
    const parts = [];
    for (const paragraph of run.explanation) {
      parts.push(element("p", { class: "explanation" }, ...words(paragraph)));
    }
    if (run.output.trim() !== "" || run.explanation.length === 0) {
      parts.push(printed("Output", "output", run.output.trimEnd() || "It printed nothing."));
    }
    if (!run.success && run.errors.trim() !== "" && run.explanation.length === 0) {
      parts.push(printed("Errors", "errors", run.errors.trimEnd()));
    }
    this.#rest.replaceChildren(...parts, this.#timeline.root);
    this.#timeline.draw(run, name, blocks);
  }

  /** The program is no longer the one that ran. */
  unmark() {
    this.#timeline.unmark();
  }

  /** @param {import("./api.js").Finished} run */
  static sentence(run) {
    const took = `${duration(run.seconds)} on the clock`;
    const time =
      run.virtualSeconds === null ? took : `${duration(run.virtualSeconds)} of virtual time, ${took}`;
    return run.success ? `Done: ${time}.` : `The program ${run.sentence} (${time}).`;
  }
}
