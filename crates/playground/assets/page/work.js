// Work that a reader starts and can stop: one at a time for each place on the page, with a line that says how it stands.

import { Refusal } from "./api.js";
import { button, element } from "./elements.js";

/** @typedef {import("./api.js").WorkEvent} WorkEvent */

const BROKEN_OFF = "The server broke off. Is it still running?";

export class Work {
  status = element("p", { class: "status", attributes: { role: "status" } });

  /** @type {AbortController | null} */
  #running = null;

  /**
   * @param {string} name Of the place, for who does not see it.
   * @param {HTMLButtonElement[]} starts They make way for Stop while something runs; the first of them gets the focus back.
   */
  constructor(name, starts) {
    this.starts = starts;
    this.stopButton = button("Stop", () => this.stop(), { label: `Stop ${name}` });
    this.stopButton.hidden = true;
  }

  get isBusy() {
    return this.#running !== null;
  }

  stop() {
    this.#running?.abort();
  }

  /**
   * Follows the work to its end; work that was started before is stopped.
   *
   * @param {(signal: AbortSignal) => AsyncIterable<WorkEvent>} start
   * @param {(event: WorkEvent) => void} on Told of all but how it stands.
   */
  async follow(start, on) {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#busy(true);
    this.say("starting", "busy");
    try {
      let ended = false;
      for await (const event of start(running.signal)) {
        if (event.event === "status") {
          this.say(event.text, "busy");
        } else if (event.event === "refused") {
          ended = true;
          this.say(event.sentence, "bad");
        } else {
          const isLast = event.event !== "diagnostic";
          on(event);
          // More may follow; the reader need not wait for it.
          if (isLast && !ended) this.#busy(false);
          ended ||= isLast;
        }
      }
      if (!ended) this.say(BROKEN_OFF, "bad");
    } catch (error) {
      if (running.signal.aborted) {
        if (this.#running === running) this.say("Stopped.");
      } else {
        this.say(error instanceof Refusal ? error.message : BROKEN_OFF, "bad");
      }
    } finally {
      if (this.#running === running) {
        this.#running = null;
        this.#busy(false);
      }
    }
  }

  /** @param {boolean} busy */
  #busy(busy) {
    const { activeElement: focused } = document;
    const hadFocus = this.starts.some((start) => start === focused);
    this.stopButton.hidden = !busy;
    for (const start of this.starts) start.hidden = busy;
    if (busy && hadFocus) this.stopButton.focus();
    if (!busy && (focused === this.stopButton || focused === document.body)) this.starts[0]?.focus({ preventScroll: true });
  }

  /**
   * @param {string} sentence
   * @param {"" | "good" | "bad" | "busy"} [mood]
   */
  say(sentence, mood = "") {
    this.status.textContent = sentence;
    this.status.dataset.mood = mood;
  }
}

/** @param {import("./api.js").Diagnostic[]} diagnostics */
export function notCompiled(diagnostics) {
  const errors = diagnostics.filter((d) => d.level === "error").length;
  return `It does not compile: ${errors === 1 ? "one error" : `${errors} errors`}.`;
}
