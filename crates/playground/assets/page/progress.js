// How far the reader is: beside each chapter in the menu, and on the page that the playground opens with. The same is kept
// for the terminal, in a file of the checkout.

import { json, lines, page } from "./api.js";
import { button, element } from "./elements.js";
import { words } from "./prose.js";
import { Work } from "./work.js";

/** @typedef {{ name: string, title: string, file: string, state: "pending" | "failing" | "passing" }} Listed */
/** @typedef {{ number: number, stem: string, title: string, exercises: Listed[] }} Chapter */
/** @typedef {{ started: boolean, checkedAt: number | null, solvedAt: number | null }} Times */
/** @typedef {{ chapters: Chapter[], progress: Record<string, Times>, problem: string | null }} Course */

const PAGES = [
  { href: "/", text: "Where you are" },
  { href: "/scratch.html", text: "Scratch page" },
];

/** Shows it wherever this page has a place for it. */
export async function showProgress() {
  addPages();
  /** @type {Course} */
  let course;
  try {
    course = await json("/api/course");
  } catch {
    // Why is said by who watches.
    return;
  }
  inMenu(course);
  const start = document.querySelector(".start");
  if (start instanceof HTMLElement) onStartPage(start, course);
}

/** The pages that are not in the book come first in its menu. */
function addPages() {
  const menu = document.querySelector("#mdbook-sidebar ol.chapter");
  if (menu === null || menu.querySelector(".own-page") !== null) return;
  const items = PAGES.map(({ href, text }) => {
    const link = element("a", { text, attributes: { href } });
    if (location.pathname === href) {
      // The book takes its first page for the one at this address.
      for (const other of menu.querySelectorAll("a.active")) other.classList.remove("active");
      link.classList.add("active");
      link.setAttribute("aria-current", "page");
    }
    return element("li", { class: "chapter-item own-page" }, link);
  });
  menu.prepend(...items);
}

/** @param {Course} course */
function inMenu({ chapters }) {
  for (const { stem, exercises } of chapters) {
    const link = document.querySelector(`#mdbook-sidebar a[href$="${CSS.escape(stem)}.html"]`);
    if (link === null || exercises.length === 0) continue;
    const solved = exercises.filter(({ state }) => state === "passing").length;
    const shown = link.querySelector(".solved") ?? link.appendChild(element("span", { class: "solved" }));
    shown.replaceChildren(
      element("span", { text: solved === exercises.length ? "✓" : `${solved}/${exercises.length}`, attributes: { "aria-hidden": "true" } }),
      element("span", { class: "unseen", text: `, ${solved} of ${exercises.length} exercises solved` }),
    );
  }
}

/** Its parts; they stay, and what is in them changes. @type {{ next: HTMLElement, table: HTMLElement, work: Work } | null} */
let parts = null;

/**
 * @param {HTMLElement} root
 * @param {Course} course
 */
function onStartPage(root, course) {
  if (parts === null) {
    const check = button("Check all that you started", () => void checkAll(made.work), { class: "primary" });
    const made = {
      next: /** @type {HTMLElement} */ (root.querySelector(".what-next")),
      table: element("div"),
      work: new Work("the checks", [check]),
    };
    const controls = element("div", { class: "controls" }, check, made.work.stopButton);
    root.append(controls, made.work.status, made.table);
    parts = made;
  }
  const all = course.chapters.flatMap(({ stem, exercises }) =>
    exercises.map((exercise) => ({ ...exercise, stem, ...course.progress[`${stem}/${exercise.name}`] })),
  );
  const solved = all.filter(({ state }) => state === "passing").length;
  const next = all.find(({ state }) => state !== "passing");
  const last = Math.max(0, ...all.map(({ checkedAt }) => checkedAt ?? 0));

  /** @type {Node[]} */
  const said = [document.createTextNode(`You have solved ${solved} of ${all.length} exercises.`)];
  if (last > 0) said.push(document.createTextNode(` You last checked one ${ago(last)}.`));
  if (next !== undefined) {
    const first = course.chapters[0];
    if (last === 0 && first !== undefined) {
      said.push(
        document.createTextNode(" Begin with "),
        element("a", { text: `chapter ${first.number}, ${first.title}`, attributes: { href: `/${first.stem}.html` } }),
        document.createTextNode("."),
      );
    } else {
      said.push(
        document.createTextNode(" Next: "),
        element("a", { attributes: { href: link(next.stem, next.name) } }, ...words(next.title)),
        document.createTextNode("."),
      );
    }
  }
  if (course.problem !== null) said.push(document.createTextNode(` When you did is not known: ${course.problem}.`));
  parts.next.replaceChildren(...said);
  parts.table.replaceChildren(...course.chapters.map((chapter) => chapterPart(chapter, course.progress)));
}

/**
 * @param {Chapter} chapter
 * @param {Record<string, Times>} progress
 */
function chapterPart({ number, stem, title, exercises }, progress) {
  const heading = element("h2", {}, element("a", { text: `${number}. ${title}`, attributes: { href: `/${stem}.html` } }));
  const items = exercises.map(({ name, title: called, state }) => {
    const { started = false, checkedAt = null, solvedAt = null } = progress[`${stem}/${name}`] ?? {};
    const what =
      state === "passing" && solvedAt !== null
        ? `solved ${ago(solvedAt)}`
        : state === "passing"
          ? "solved"
          : state === "failing"
            ? `not right yet, checked ${ago(checkedAt ?? 0)}`
            : started
              ? "changed since it was checked"
              : "not started";
    return element(
      "li",
      { attributes: { "data-state": state } },
      element("a", { attributes: { href: link(stem, name) } }, ...words(called)),
      element("span", { class: "when", text: ` ${what}` }),
    );
  });
  return element("section", {}, heading, element("ul", { class: "exercise-list" }, ...items));
}

/**
 * @param {string} stem
 * @param {string} name
 */
const link = (stem, name) => `/${stem}.html#exercise-${name}`;

/** One after the other, with how far it is. @param {Work} work */
async function checkAll(work) {
  /** @type {Course} */
  const { chapters, progress } = await json("/api/course");
  const started = chapters
    .flatMap(({ stem, exercises }) => exercises.map(({ name }) => `${stem}/${name}`))
    .filter((exercise) => progress[exercise]?.started);
  let passed = 0;
  await work.follow(
    async function* all(signal) {
      for (const [i, exercise] of started.entries()) {
        const text = `checking ${exercise}, ${i + 1} of ${started.length}`;
        yield /** @type {const} */ ({ event: "status", text });
        for await (const event of lines("/api/check", { page, exercise }, signal)) {
          if (event.event === "verdict" && event.verdict === "passed") passed += 1;
          if (event.event === "refused") throw new Error(event.sentence);
        }
        await showProgress();
      }
      yield /** @type {const} */ ({ event: "does_not_compile", seconds: 0 });
    },
    () => {
      const sentence = started.length === 0 ? "You have not started any yet." : `${passed} of ${started.length} pass.`;
      work.say(sentence, passed === started.length ? "good" : "bad");
    },
  );
}

const UNITS = /** @type {const} */ ([
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
]);

/**
 * "3 hours ago". A clock that was set back counts as now.
 *
 * @param {number} seconds Since 1970.
 * @param {number} [now]
 */
export function ago(seconds, now = Date.now() / 1000) {
  const passed = now - seconds;
  for (const [unit, length] of UNITS) {
    const count = Math.floor(passed / length);
    if (count >= 1) return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
  }
  return "just now";
}
