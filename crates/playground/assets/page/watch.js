// What changes in the learner's files while this page is seen. A page that nobody sees does not listen: browsers keep six
// connections to a server, for all of its pages together.

import { Refusal, lines, page } from "./api.js";
import { notify } from "./session.js";

/** @typedef {import("./api.js").WatchEvent} WatchEvent */

const AGAIN = 1000;

/**
 * @param {(event: WatchEvent) => void} on
 */
export function watch(on) {
  /** @type {AbortController | null} */
  let listening = null;

  const listen = async () => {
    if (listening !== null) return;
    const mine = new AbortController();
    listening = mine;
    while (!mine.signal.aborted) {
      try {
        for await (const event of lines("/api/watch", undefined, mine.signal)) {
          notify();
          // Who asked hears of it in the answer.
          if (event.asked !== page) on(event);
        }
      } catch (error) {
        if (mine.signal.aborted) return;
        if (error instanceof Refusal) {
          notify(error.status === 403 ? `This page can be read, and nothing on it runs: ${error.message}.` : error.message);
          // No other answer will come to a page without the key.
          if (error.status === 403) return;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
  };

  const look = () => {
    if (document.visibilityState === "visible") {
      void listen();
    } else {
      listening?.abort();
      listening = null;
    }
  };
  document.addEventListener("visibilitychange", look);
  look();
}
