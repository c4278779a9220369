// What the tests look at on a page.

import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "./reader.js";

/** @param {import("@playwright/test").Page} page @param {string} scene */
export function parts(page, scene) {
  const root = page.locator(`.tv[aria-label="Timeline of ${scene.replaceAll("_", " ")}"]`);
  return {
    root,
    sentence: root.locator(".tv-sentence"),
    where: root.locator(".tv-where"),
    line: root.locator(".tv-line"),
    live: root.locator("[aria-live]"),
    play: root.getByRole("button", { name: "Play" }),
    next: root.getByRole("button", { name: "Next step" }),
    slider: root.getByRole("slider", { name: "Step" }),
    here: page.locator(".tv-here"),
    marks: page.locator(".tv-mark"),
  };
}

/** @param {import("@playwright/test").Page} page */
export const ready = (page) => expect(page.locator("html.timelines")).toBeAttached();

/** The source text that a mark lies on. @param {import("@playwright/test").Locator} mark */
export const marked = (mark) =>
  mark.evaluate((element) => {
    const code = element.closest("pre")?.querySelector("code");
    if (!(code instanceof HTMLElement) || !(element instanceof HTMLElement)) return "";
    const style = getComputedStyle(code);
    const at = (parseFloat(element.style.top) - code.offsetTop - parseFloat(style.paddingTop)) / parseFloat(style.lineHeight);
    return (code.textContent ?? "").split("\n")[Math.round(at)]?.trim() ?? "";
  });

/** Whether the canvas shows anything but its ground. @param {import("@playwright/test").Locator} root */
export const isDrawn = (root) =>
  expect
    .poll(() =>
      root.locator("canvas").evaluate((canvas) => {
        if (!(canvas instanceof HTMLCanvasElement) || canvas.width === 0) return 0;
        const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
        return new Set(new Uint32Array(/** @type {Uint8ClampedArray} */ (data).buffer)).size;
      }),
    )
    .toBeGreaterThan(8)
    .then(() => true);

/** What reaches beyond the screen and cannot be scrolled into view. @param {import("@playwright/test").Page} page */
export const outside = (page) =>
  page.evaluate(() => {
    const isClipped = (/** @type {Element | null} */ e) => {
      for (; e !== null && e.tagName !== "MAIN"; e = e.parentElement) {
        if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(e).overflowX)) return true;
      }
      return false;
    };
    return [...document.querySelectorAll("main, main *")]
      .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !isClipped(e.parentElement))
      .map((e) => `${e.tagName}.${e.getAttribute("class")}`);
  });

/** What axe objects to in a part of the page. @param {import("@playwright/test").Page} page @param {string} part */
export async function objections(page, part) {
  const { violations } = await new AxeBuilder({ page }).include(part).analyze();
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")}\n${n.failureSummary}`));
}
