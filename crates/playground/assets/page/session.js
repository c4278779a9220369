// The key of this start of the playground: it came behind the `#` of the address that `cargo playground` opened. It is
// kept for this address and port alone; where it is missing, the page can be read and not run.

import { element } from "./elements.js";

const NAME = "playground-key";

function take() {
  const found = /^#key=([0-9a-f]{64})$/.exec(location.hash)?.[1];
  if (found !== undefined) history.replaceState(history.state, "", location.pathname + location.search);
  try {
    if (found !== undefined) localStorage.setItem(NAME, found);
    return localStorage.getItem(NAME) ?? "";
  } catch {
    // Without storage, this one page still has it.
    return found ?? "";
  }
}

export const key = take();

const notice = element("p", { class: "session-notice", attributes: { role: "status" } });

/**
 * Says on top of the page why nothing can be done here; nothing: all is well again.
 *
 * @param {string} [sentence]
 */
export function notify(sentence = "") {
  notice.textContent = sentence;
  if (sentence === "") notice.remove();
  else if (!notice.isConnected) document.querySelector("main")?.prepend(notice);
}
