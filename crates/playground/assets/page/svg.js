// The server's picture as part of the page, so that it follows the page's colours. Only shapes and text pass.

const ELEMENTS = new Set(
  "svg g path rect line circle ellipse polyline polygon text tspan title desc".split(" "),
);
const STYLES = new Set("fill stroke max-width height font-family".split(" "));

/**
 * @param {string} source
 * @returns {SVGSVGElement | null} Nothing where it is not a picture.
 */
export function picture(source) {
  // A `style` attribute would be refused by the page's policy as soon as it is parsed. In the source no other quote
  // stands behind ` style=`: within values and texts they are escaped.
  const parsed = new DOMParser().parseFromString(source.replaceAll(' style="', ' data-style="'), "image/svg+xml");
  if (parsed.querySelector("parsererror") !== null || parsed.documentElement.localName !== "svg") return null;
  for (const part of [...parsed.querySelectorAll("*")]) {
    if (!ELEMENTS.has(part.localName)) {
      part.remove();
      continue;
    }
    for (const { name } of [...part.attributes]) {
      if (name.startsWith("on") || name === "id" || name.endsWith("href")) part.removeAttribute(name);
    }
  }
  const root = document.importNode(parsed.documentElement, true);
  if (!(root instanceof SVGSVGElement)) return null;
  for (const part of [root, ...root.querySelectorAll("*")]) {
    const style = part.getAttribute("data-style");
    if (style === null || !(part instanceof SVGElement)) continue;
    part.removeAttribute("data-style");
    for (const declaration of style.split(";")) {
      const colon = declaration.indexOf(":");
      const property = declaration.slice(0, colon).trim();
      if (STYLES.has(property)) part.style.setProperty(property, declaration.slice(colon + 1).trim());
    }
  }
  return root;
}
