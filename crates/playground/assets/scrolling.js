// What every page needs a little help with: what belongs together, the recorder's words, and what is wider than the page.
// That scrolls by itself; so that the arrow keys reach it, it can then take the focus.
// A classic script because that is what mdBook includes.

"use strict";

(() => {
  // A picture that an author put into the page as it is moves in a frame of its own.
  for (const picture of document.querySelectorAll("main svg.timeline")) {
    if (picture.closest("figure") !== null) continue;
    const figure = document.createElement("figure");
    figure.className = "timeline";
    picture.replaceWith(figure);
    figure.append(picture);
  }

  // What was recorded of a scene stands together: where the page is wide, beside the program.
  for (const scene of document.querySelectorAll(".scene[data-anchors]")) {
    const anchors = (scene.getAttribute("data-anchors") ?? "").trim().split(/\s+/);
    const blocks = [...scene.querySelectorAll("pre")].filter((pre) => pre.querySelector("code.language-rust") !== null);
    let last = /** @type {Element | undefined} */ (blocks[anchors.length - 1]);
    // mdBook puts a frame around a block, with its buttons.
    while (last !== undefined && last.parentElement !== null && last.parentElement !== scene) last = last.parentElement;
    if (last === undefined) continue;
    const recorded = document.createElement("div");
    recorded.className = "recorded";
    while (last.nextSibling !== null) recorded.append(last.nextSibling);
    scene.append(recorded);
  }

  // What the recorder says is prose: names and code in it stand between backticks.
  for (const said of document.querySelectorAll("main pre > code.explained")) {
    const parts = (said.textContent ?? "").split("`");
    if (parts.length % 2 === 0) continue;
    said.replaceChildren(
      ...parts.map((part, i) => {
        if (i % 2 === 0) return part;
        const code = document.createElement("code");
        code.textContent = part;
        return code;
      }),
    );
  }

  const wide = document.querySelectorAll("main pre > code, main figure.timeline, main .marbles-box, main .table-wrapper");
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
    }
  });
  for (const element of wide) observer.observe(element);
})();
