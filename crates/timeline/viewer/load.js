// Brings the viewer to pages that have a timeline, and to no others. A classic script because that is what mdBook
// includes; `path_to_root` is mdBook's own.

"use strict";

(() => {
  if (document.querySelector('svg.timeline script[type="application/json"]') === null) return;
  // @ts-ignore: declared in a script of the page.
  const root = typeof path_to_root === "string" ? path_to_root : "";
  const folder = new URL(`${root}viewer/`, document.baseURI).href;
  // Where it cannot be loaded, the picture stays.
  const hasMarbles = document.querySelector("figure.marbles") !== null;
  if (location.protocol !== "file:") {
    const tie = hasMarbles ? import(`${folder}marbles.js`).then((marbles) => marbles.tie) : undefined;
    Promise.all([import(`${folder}main.js`), tie]).then(([{ mountPage }, tied]) => mountPage(folder, tied), () => {});
    return;
  }
  // A browser takes no modules from the disk. The static edition has the same ones as one script (`view.rs`).
  const script = document.createElement("script");
  script.src = `${folder}classic.js`;
  script.addEventListener("load", () => {
    // @ts-ignore: what the script leaves behind.
    const { mountPage, tie } = globalThis.timelines;
    mountPage(folder, tie);
  });
  document.head.append(script);
})();
