// Predictions: the reader says what a program will do before the page says what it did.
//
//     <div class="predict">
//
//     How long do the three calls take together?
//
//     - `3.000 s`
//     - `9.000 s`
//
//     <details>
//     <summary>What it printed</summary>
//     the recorded output, and why
//     </details>
//
//     </div>
//
// The right choice is the one whose `code` stands in a block of the recorded output inside the <details>: nobody
// types the key in. Without choices the reader writes an answer in their own words. Without JavaScript the question
// and the <details> are there as they are. This is a classic script because that is what mdBook includes.

"use strict";

(() => {
  let questions = 0;

  for (const root of document.querySelectorAll(".predict")) {
    const details = root.querySelector("details");
    if (details === null) continue;
    questions += 1;
    const list = [...root.querySelectorAll("ul")].find((found) => !details.contains(found));
    if (list === undefined) askFreely(details, `prediction-${questions}`);
    else askToChoose(list, details, `prediction-${questions}`);
  }

  /**
   * @param {HTMLUListElement} list
   * @param {HTMLDetailsElement} details
   * @param {string} name
   */
  function askToChoose(list, details, name) {
    const printed = squeezed(
      [...details.querySelectorAll("pre")].map((pre) => pre.textContent ?? "").join("\n"),
    );
    const items = [...list.children];
    const right = items.filter((item) => {
      const code = item.querySelector("code");
      return code !== null && stands(squeezed(code.textContent ?? ""), printed);
    });
    const isKeyed = right.length === 1;
    const verdict = verdictFor(details);
    // A question about a timeline has another summary than one about what a program prints.
    const asksForOutput = details.querySelector("summary")?.textContent?.trim() === "What it printed";
    const [yes, no] = asksForOutput
      ? ["That is what it printed.", "It printed something else: see below."]
      : ["That is what it is.", "It is something else: see below."];

    list.classList.add("choices");
    list.setAttribute("role", "radiogroup");
    list.setAttribute("aria-label", "Your prediction");
    for (const item of items) {
      const label = document.createElement("label");
      const radio = document.createElement("input");
      radio.type = "radio";
      radio.name = name;
      const text = document.createElement("span");
      text.append(...item.childNodes);
      label.append(radio, text);
      item.append(label);
      item.setAttribute("role", "none");
      radio.addEventListener("change", () => {
        for (const other of items) other.classList.remove("right", "wrong");
        if (isKeyed) {
          item.classList.add(right[0] === item ? "right" : "wrong");
          right[0]?.classList.add("right");
          verdict.textContent = right[0] === item ? yes : no;
        }
        details.open = true;
      });
    }
  }

  /**
   * @param {HTMLDetailsElement} details
   * @param {string} id
   */
  function askFreely(details, id) {
    const form = document.createElement("form");
    form.className = "free";
    const label = document.createElement("label");
    label.htmlFor = id;
    label.textContent = "Your prediction";
    const field = document.createElement("textarea");
    field.id = id;
    field.rows = 3;
    const show = document.createElement("button");
    show.type = "submit";
    show.className = "control primary";
    show.textContent = "Compare";
    form.append(label, field, show);
    details.before(form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      details.open = true;
      details.querySelector("summary")?.focus();
    });
  }

  /** @param {HTMLDetailsElement} details */
  function verdictFor(details) {
    const verdict = document.createElement("p");
    verdict.className = "verdict";
    verdict.setAttribute("role", "status");
    details.before(verdict);
    return verdict;
  }

  /**
   * As a whole: `3 s` does not stand in `13 s`.
   *
   * @param {string} words
   * @param {string} text
   */
  function stands(words, text) {
    const isLetter = (/** @type {string} */ c) => /[\p{L}\p{N}_.]/u.test(c);
    for (let at = text.indexOf(words); at !== -1 && words !== ""; at = text.indexOf(words, at + 1)) {
      const [before, after] = [text.charAt(at - 1), text.charAt(at + words.length)];
      if (!isLetter(before) && !(isLetter(after) && after !== ".")) return true;
    }
    return false;
  }

  /** @param {string} text */
  function squeezed(text) {
    return text.replace(/\s+/g, " ").trim();
  }
})();
