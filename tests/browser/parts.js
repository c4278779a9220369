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
        // In a copy: a canvas that is read is drawn in another way from then on.
        const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
        copy?.drawImage(canvas, 0, 0);
        const { data } = copy?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
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

/**
 * Puts the page into another light, as the book's own menu does, and waits until its colours have come to rest.
 *
 * @param {import("@playwright/test").Page} page
 * @param {string} theme
 */
export const wear = (page, theme) =>
  page.evaluate(async (name) => {
    const choice = document.getElementById(`mdbook-theme-${name}`);
    if (choice === null) throw new Error(`the book has no theme ${name}`);
    choice.click();
    for (let frame = 0; frame < 3; frame += 1) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      for (const change of document.getAnimations()) if (change instanceof CSSTransition) change.finish();
    }
  }, theme);

/** Rules whose answer is another one in another light. */
const OF_COLOUR = ["color-contrast", "link-in-text-block"];

/**
 * What axe objects to in a part of the page, in whatever light. The colours of code are taken from it before, thousands
 * of elements without a meaning: look at them first.
 *
 * @param {import("@playwright/test").Page} page
 * @param {string} part
 */
export async function objections(page, part) {
  await page.evaluate((within) => {
    for (const code of document.querySelectorAll(`${within} pre code`)) code.replaceChildren(code.textContent ?? "");
  }, part);
  return complaints(await new AxeBuilder({ page }).include(part).disableRules(OF_COLOUR).analyze());
}

/**
 * What axe objects to in the colours of a part of the page, in the light that it is in. Text that looks alike is looked at
 * once: letters of the same colour, size and weight on the same grounds.
 *
 * @param {import("@playwright/test").Page} page
 * @param {string} part
 * @param {Set<string>} known What need not be looked at again; what is looked at is added.
 */
export async function faint(page, part, known = new Set()) {
  const found = await page.evaluate(
    ([within, before]) => {
      const seen = new Set(before);
      /** @type {Map<Element, string>} */
      const grounds = new Map();
      /** @param {Element | null} element @returns {string} */
      const ground = (element) => {
        if (element === null) return "";
        let told = grounds.get(element);
        if (told === undefined) {
          const { backgroundColor, backgroundImage, opacity, filter } = getComputedStyle(element);
          const { width, height } = element.getBoundingClientRect();
          const own = [backgroundColor, backgroundImage, opacity, filter, width < 2 || height < 2].join(" ");
          told = ground(element.parentElement) + (own === "rgba(0, 0, 0, 0) none 1 none false" ? "" : `| ${own}`);
          grounds.set(element, told);
        }
        return told;
      };
      /** @type {Map<string, Element[]>} */
      const alike = new Map();
      for (const element of document.querySelectorAll(`${within}, ${within} *`)) {
        const hasText = [...element.childNodes].some((node) => node instanceof Text && node.data.trim() !== "");
        if (!(hasText || element.matches("input, select, textarea")) || !element.checkVisibility()) continue;
        const { color, fill, fontSize, fontWeight, textShadow } = getComputedStyle(element);
        const isOff = element.closest(":disabled, [aria-disabled=true], [aria-hidden=true], [inert]") !== null;
        const around = element.closest("a")?.parentElement;
        const beside = around instanceof Element ? getComputedStyle(around).color : "";
        const look = [color, fill, fontSize, fontWeight, textShadow, isOff, beside, ground(element)].join(" ");
        alike.set(look, [...(alike.get(look) ?? []), element]);
      }
      const fresh = [...alike].filter(([look]) => !seen.has(look));
      for (const mark of document.querySelectorAll("[data-looked-at]")) mark.removeAttribute("data-looked-at");
      // The first and the last: one of them may be scrolled out of its frame.
      for (const [, [first, ...rest]] of fresh) for (const one of [first, rest.at(-1)]) one?.setAttribute("data-looked-at", "");
      return { all: alike.size, fresh: fresh.map(([look]) => look) };
    },
    /** @type {const} */ ([part, [...known]]),
  );
  expect(found.all, `there is text in ${part}`).toBeGreaterThan(0);
  if (found.fresh.length === 0) return [];
  const objected = complaints(await new AxeBuilder({ page }).include("[data-looked-at]").withRules(OF_COLOUR).analyze());
  found.fresh.forEach((look) => known.add(look));
  return objected;
}

/** @param {import("axe-core").AxeResults} results */
function complaints({ violations }) {
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")}\n${n.failureSummary}`));
}
