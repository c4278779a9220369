// What flowed through the streams of the reader's own run, drawn by the server as the page's recorded ones are.

/** The rows of the marbles that stand somewhere; none where there are no marbles. @param {Element} place @returns {string[]} */
export function rowsIn(place) {
  const figure = place.querySelector("figure.marbles");
  return figure instanceof HTMLElement ? JSON.parse(figure.dataset.rows ?? "[]") : [];
}

/**
 * @param {string} html
 * @param {string} name The run's, as its viewer is called.
 */
export function marblesOf(html, name) {
  const figure = new DOMParser().parseFromString(html, "text/html").querySelector("figure.marbles");
  if (!(figure instanceof HTMLElement)) return null;
  figure.dataset.scene = name;
  document.adoptNode(figure);
  // The page's policy knows no styles in what comes later; its own code may set them.
  for (const styled of figure.querySelectorAll("[data-style]")) {
    if (styled instanceof HTMLElement || styled instanceof SVGElement) styled.style.cssText = styled.dataset.style ?? "";
    styled.removeAttribute("data-style");
  }
  return figure;
}
