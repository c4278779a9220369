// The page on which any program can be written and run. What came in an address is shown, and runs when the reader says so;
// the reader's own program stays.

import { run } from "./api.js";
import { Block } from "./block.js";
import { button, element } from "./elements.js";
import { keep, recall } from "./kept.js";
import { Result } from "./result.js";
import { RIGHTS } from "./scene.js";
import { fromFragment, toFragment } from "./share.js";
import { Work, notCompiled } from "./work.js";

const KEPT = "scratch";

const FIRST = `use std::time::Duration;
use tokio::time::sleep;

#[tokio::main]
async fn main() {
    let worker = tokio::spawn(async {
        sleep(Duration::from_secs(2)).await;
        println!("the worker is done");
    });
    sleep(Duration::from_secs(1)).await;
    println!("main waits for the worker");
    worker.await.unwrap();
}`;

export class Scratch {
  #result = new Result();
  #origin = element("p", { class: "origin" });
  #link = element("input", { attributes: { readonly: "", "aria-label": "The address of this program", hidden: "" } });
  /** The program came in an address, and is not the reader's own. */
  #isShared = false;

  /** @param {HTMLElement} root */
  constructor(root) {
    const code = element("code", { class: "language-rust", attributes: { tabindex: "0" } });
    this.block = new Block(element("pre", {}, code), null, "your program");
    this.block.original = FIRST;
    this.runButton = button("Run", () => void this.run(), { class: "primary", label: "Run your program" });
    this.runButton.title = `${RIGHTS} Ctrl+Enter`;
    this.work = new Work("your program", [this.runButton]);
    this.shareButton = button("Share", () => void this.share(), { label: "Make an address of your program" });
    this.resetButton = button("Reset", () => this.#show(FIRST), { label: "Reset your program" });
    this.ownButton = button("Back to mine", () => this.#own());
    const controls = element(
      "div",
      { class: "controls", attributes: { role: "group", "aria-label": "Controls of your program" } },
      this.runButton,
      this.work.stopButton,
      this.shareButton,
      this.resetButton,
      this.ownButton,
      element("span", { class: "rights", text: RIGHTS }),
    );
    const scene = element("div", { class: "scene yours-shown" }, this.block.pre, controls, this.work.status, this.#link, this.#result.root);
    root.append(this.#origin, scene);
    addEventListener("hashchange", () => void this.#arrive());
    void this.#begin();
  }

  async #begin() {
    await this.#arrive();
    try {
      await this.block.edit({
        onRun: () => void this.run(),
        onLeave: () => (this.work.isBusy ? this.work.stopButton : this.runButton).focus(),
        onChange: () => this.#changed(),
      });
    } catch {
      this.work.say("The editor could not be loaded. Is the server still running?", "bad");
    }
  }

  /** Shows what the address says, or the reader's own. */
  async #arrive() {
    let shared = null;
    try {
      shared = await fromFragment(location.hash);
    } catch {
      this.work.say("The program in this address cannot be read: the address is not whole.", "bad");
    }
    if (shared === null) {
      this.#own(false);
      return;
    }
    this.#isShared = true;
    this.ownButton.hidden = false;
    this.#origin.textContent = "This program came with the address. Read it before you run it: it gets your rights.";
    this.block.replace(shared);
    this.#result.clear();
  }

  #own(leave = true) {
    if (leave) history.replaceState(history.state, "", location.pathname);
    this.#isShared = false;
    this.ownButton.hidden = true;
    this.#origin.textContent = "";
    const mine = recall(KEPT);
    this.#show(typeof mine === "string" ? mine : FIRST);
  }

  /** @param {string} text */
  #show(text) {
    this.block.replace(text);
    this.#changed();
  }

  #changed() {
    this.#result.unmark();
    this.block.mark([]);
    this.#link.hidden = true;
    if (!this.#isShared) keep(KEPT, this.block.isChanged ? this.block.text : undefined);
  }

  async share() {
    const fragment = await toFragment(this.block.text);
    if (fragment === null) {
      this.work.say("The program is too long for an address: send its file.", "bad");
      return;
    }
    this.#link.value = `${location.origin}${location.pathname}#${fragment}`;
    this.#link.hidden = false;
    this.#link.select();
    let where = "Copy it from below";
    try {
      await navigator.clipboard.writeText(this.#link.value);
      where = "It is on your clipboard";
    } catch {
      // Then it can be copied by hand.
    }
    this.work.say(`The address holds the whole program. ${where}; it opens where a playground runs on this port.`, "good");
  }

  async run() {
    this.block.mark([]);
    /** @type {import("./api.js").Diagnostic[]} */
    const diagnostics = [];
    this.#result.clear();
    await this.work.follow(
      (signal) => run({ block: "scratch", code: this.block.text }, signal),
      (event) => {
        if (event.event === "diagnostic") {
          diagnostics.push(event);
          this.#result.diagnostic(event);
          this.block.mark(diagnostics);
        } else if (event.event === "does_not_compile") {
          this.work.say(notCompiled(diagnostics), "bad");
        } else if (event.event === "finished") {
          this.#result.finished(event, "your program", [this.block]);
          this.work.say(Result.sentence(event), event.success ? "good" : "bad");
        }
      },
    );
  }
}
