// Timelines in a page of the book. An author writes nothing for them but what is there without JavaScript:
//
//     {{#include ../lessons/snapshots/01_why_async/in_a_row_picture.snap.svg}}
//
// The picture carries its recording. So that the lines are marked where tasks stand, the page includes the lesson once,
// anywhere:
//
//     <script type="text/plain" class="source" data-file="lessons/01_why_async.rs">
//     {{#include ../lessons/01_why_async.rs}}
//     </script>
//
// `load.js` imports this module where a page has such a picture. The playground's own modules use `mount` for the
// reader's runs.

import { Code, listing, locate, shownIn } from "./code.js";
import { Knob } from "./knob.js";
import { Viewer, read } from "./viewer.js";
import { make } from "./words.js";

export { shownIn };

/** The viewer of each run, by its name; that of a knob's setting is made when it is shown. @type {Map<string, () => Viewer | null>} */
const viewers = new Map();

/**
 * Puts a viewer in the place of every picture on the page that carries its recording.
 *
 * @param {string} folder This one.
 * @param {(viewer: Viewer) => void} [tie] What ties a viewer to more on the page than its program.
 */
export async function mountPage(folder, tie) {
  await styled(folder);
  const sources = pageSources();
  for (const root of document.querySelectorAll(".knob")) {
    if (!(root instanceof HTMLElement)) continue;
    const pictures = new Map([...root.querySelectorAll("section")].map((section) => [section, section.querySelector("svg.timeline")]));
    const runs = [...pictures.values()].flatMap((svg) => (svg === null ? [] : (dataIn(svg, "")?.runs ?? [])));
    // On one axis, so that a run that takes longer is longer.
    const span = Math.max(0, ...runs.map(({ recording }) => recording.events.at(-1)?.at ?? 0));
    const knob = new Knob(root, (section) => {
      const svg = pictures.get(section);
      return svg == null ? null : place(svg, sources, span, tie);
    });
    for (const { name } of knob.settings) viewers.set(name, () => knob.show(name));
  }
  for (const svg of document.querySelectorAll("svg.timeline")) {
    if (svg.closest(".knob") === null) place(svg, sources, 0, tie);
  }
  addEventListener("hashchange", () => follow(location.hash));
  follow(location.hash);
  document.documentElement.classList.add("timelines");
}

/** @param {Element} svg @param {string} name Of the only run, where it has none. */
function dataIn(svg, name) {
  const json = svg.querySelector('script[type="application/json"]')?.textContent;
  return json == null ? null : read(json, name);
}

/**
 * @param {Element} svg
 * @param {import("./code.js").Source[]} sources
 * @param {number} span How long the axis of time is at least.
 * @param {(viewer: Viewer) => void} [tie]
 */
function place(svg, sources, span, tie) {
  const scene = svg.closest(".scene");
  const data = dataIn(svg, scene instanceof HTMLElement ? (scene.dataset.scene ?? "") : "");
  if (data === null) return null;
  const name = data.runs.map((run) => run.name).join("_and_");
  const code = new Code(blocks(scene, sources), sources);
  const picture = svg.closest("figure") ?? svg;
  const onPrinted = data.runs.length === 1 ? printing(picture) : undefined;
  const viewer = new Viewer(data, { name, code, addressed: true, explained: true, span, ...(onPrinted && { onPrinted }) });
  picture.before(viewer.root);
  // It stays for print.
  picture.classList.add("tv-baked");
  viewers.set(name, () => viewer);
  tie?.(viewer);
  return viewer;
}

/**
 * A viewer for a run that is not the page's: the reader's own.
 *
 * @param {string} json What `view::data` wrote.
 * @param {object} options
 * @param {string} options.folder This one, as an address.
 * @param {string} options.name
 * @param {import("./code.js").Source[]} options.sources The program that ran.
 * @param {import("./code.js").Shown[]} options.shown Where the page shows parts of it; nothing: the viewer shows it.
 */
export async function mount(json, { folder, name, sources, shown }) {
  await styled(folder);
  const data = read(json, name);
  const [source] = sources;
  if (shown.length === 0 && source !== undefined) {
    const { frame, block } = listing(source);
    const viewer = new Viewer(data, { name, code: new Code([block], sources), addressed: false });
    return { root: make("div", { class: "tv-beside" }, frame, viewer.root), viewer };
  }
  const found = shown.map((part) => locate(part, sources, true)).filter((block) => block !== null);
  const viewer = new Viewer(data, { name, code: new Code(found, sources, "tv-of-run"), addressed: false });
  return { root: viewer.root, viewer };
}

/** The programs that the page includes as a whole. */
function pageSources() {
  return [...document.querySelectorAll('script.source[type="text/plain"]')].map((script) => ({
    file: script.getAttribute("data-file") ?? "",
    // The tag is followed by a line break, which is not the file's.
    text: (script.textContent ?? "").replace(/^\r?\n/, ""),
  }));
}

/**
 * The scene's own blocks, then the rest of the page's.
 *
 * @param {Element | null} scene
 * @param {import("./code.js").Source[]} sources
 */
function blocks(scene, sources) {
  const found = [];
  const taken = new Set();
  const pres = [...document.querySelectorAll("main pre")].filter((pre) => pre.querySelector("code.language-rust"));
  const own = pres.filter((pre) => scene?.contains(pre));
  for (const pre of [...own, ...pres]) {
    if (!(pre instanceof HTMLElement) || taken.has(pre)) continue;
    taken.add(pre);
    const block = locate(shownIn(pre), sources, scene?.contains(pre) ?? false);
    if (block !== null) found.push(block);
  }
  return found;
}

/** Covers what a program has not printed yet, in the output in front of its picture. @param {Element} picture */
function printing(picture) {
  let before = picture.previousElementSibling;
  const output = "code.language-text:not(.explained)";
  while (before !== null && before.querySelector(output) === null) before = before.previousElementSibling;
  const code = before?.querySelector(output);
  if (!(before instanceof HTMLElement) || !(code instanceof HTMLElement)) return undefined;
  const cover = make("div", { class: "tv-unprinted", hidden: "" });
  before.append(cover);
  return (/** @type {number[] | null} */ printed) => {
    cover.hidden = printed === null;
    const style = getComputedStyle(code);
    const top = code.offsetTop + parseFloat(style.paddingTop) + (printed?.[0] ?? 0) * parseFloat(style.lineHeight);
    cover.style.top = `${top}px`;
  };
}

/** `#scene/step`, or `#scene` alone. @param {string} hash */
function follow(hash) {
  const [, name, step] = /^#([^/]+)(?:\/(\d+))?$/.exec(hash) ?? [];
  const viewer = name === undefined ? null : (viewers.get(decodeURIComponent(name))?.() ?? null);
  if (viewer === null) return;
  for (let at = viewer.root.parentElement; at !== null; at = at.parentElement) {
    if (at instanceof HTMLDetailsElement) at.open = true;
  }
  viewer.picture.measure();
  if (step !== undefined) viewer.go(Number(step), { quiet: true });
  // With as much of the program above it as there is room for.
  viewer.root.scrollIntoView({ block: "end" });
}

/** The viewer's style sheet, before anything is shown without it. @param {string} folder */
function styled(folder) {
  const href = new URL("viewer.css", new URL(folder, document.baseURI)).href;
  if (document.querySelector(`link[href="${href}"]`) !== null) return Promise.resolve();
  const link = make("link", { rel: "stylesheet", href });
  return new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
    document.head.append(link);
  });
}
