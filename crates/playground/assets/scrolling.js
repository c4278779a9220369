// What is wider than the page scrolls by itself; so that the arrow keys reach it, it can then take the focus.
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

  const wide = document.querySelectorAll("main pre > code, main figure.timeline");
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
    }
  });
  for (const element of wide) observer.observe(element);
})();
