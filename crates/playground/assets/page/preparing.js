// What goes on before the first program can run: the crates are compiled once, and a line on top of the page says how far
// that is.

import { json } from "./api.js";
import { element } from "./elements.js";

const AGAIN = 500;

export async function showPreparing() {
  const bar = element("progress", { attributes: { max: "1", "aria-label": "Crates compiled" } });
  const text = element("span");
  const notice = element("p", { class: "session-notice preparing" }, text, bar);
  for (;;) {
    let crates;
    try {
      ({ crates } = await json("/api/status"));
    } catch {
      break;
    }
    if (crates.state !== "preparing") {
      if (crates.state === "failed") {
        bar.remove();
        text.textContent = `No program can run: ${crates.text}`;
        document.querySelector("main")?.prepend(notice);
        return;
      }
      break;
    }
    text.textContent = `You can read already; before the first program runs, its crates are compiled, once: ${crates.text}. `;
    if (crates.part === null) bar.removeAttribute("value");
    else bar.value = crates.part;
    if (!notice.isConnected) document.querySelector("main")?.prepend(notice);
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
  notice.remove();
}
