// Brings the viewer to pages that have a timeline, and to no others. A classic script because that is what mdBook
// includes; `path_to_root` is mdBook's own.

"use strict";

(() => {
  if (document.querySelector('svg.timeline script[type="application/json"]') === null) return;
  // @ts-ignore: declared in a script of the page.
  const root = typeof path_to_root === "string" ? path_to_root : "";
  const viewer = new URL(`${root}viewer/main.js`, document.baseURI).href;
  // Where it cannot be loaded, the picture stays.
  import(viewer).then(({ mountPage }) => mountPage(), () => {});
})();
