// How a handful of views look, beside pictures that a person has looked at. The pages bring their own fonts, so what
// differs from machine to machine is the edges of letters and lines; the tolerance is for these.
//
// After a change that is meant: `npm test -- looks --update-snapshots`, and look at the difference.

import { parts, ready } from "./parts.js";
import { expect, test } from "./reader.js";

const LIKE = /** @type {const} */ ({ animations: "disabled", caret: "hide", scale: "css", threshold: 0.15, maxDiffPixelRatio: 0.002 });

/** @type {{ name: string, hash: string, scene: string, theme: string, width?: number, chain?: boolean }[]} */
const VIEWS = [
  { name: "waits", hash: "in_a_row/4", scene: "in_a_row", theme: "light" },
  { name: "branches", hash: "overlapped/10", scene: "overlapped", theme: "ayu" },
  { name: "wake", hash: "frozen/18", scene: "frozen", theme: "navy" },
  { name: "causes", hash: "frozen/18", scene: "frozen", theme: "rust", chain: true },
  { name: "compared", hash: "in_a_row_and_overlapped/20", scene: "in_a_row_and_overlapped", theme: "coal" },
  { name: "phone", hash: "computing/10", scene: "computing", theme: "light", width: 390 },
];

/**
 * Takes a part of the page to a place of its own: what stands above it moves it by fractions of a pixel.
 *
 * @param {import("@playwright/test").Locator} part
 * @param {number} width
 */
const lift = (part, width) =>
  part.evaluate(async (element, wide) => {
    if (!(element instanceof HTMLElement)) return;
    Object.assign(element.style, { position: "fixed", inset: "0 auto auto 0", width: `${wide}px`, margin: "0", zIndex: "1000" });
    // What depends on its size is drawn in the frames that follow.
    for (let i = 0; i < 3; i += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  }, width);

for (const { name, hash, scene, theme, width = 1280, chain = false } of VIEWS) {
  test(`it looks as it did: ${name}`, async ({ page, reader }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ reducedMotion: "reduce" });
    await reader.open(`01_why_async.html#${hash}`, theme);
    await ready(page);
    await page.evaluate(() => document.fonts.ready);
    const { root } = parts(page, scene);
    if (chain) await root.getByRole("button", { name: "Causes and effects" }).click();
    await page.mouse.move(0, 0);
    await page.evaluate(() => (document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined));
    await lift(root, Math.min(820, width));
    await expect(root).toHaveScreenshot(`${name}.png`, LIKE);
  });
}

test("the program with its marks looks as it did", async ({ page, reader }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await reader.open("01_why_async.html#in_a_row/4");
  await ready(page);
  await page.evaluate(() => document.fonts.ready);
  const program = page.locator('[data-scene="in_a_row"] pre').first();
  await lift(program, 820);
  await expect(program).toHaveScreenshot("program.png", LIKE);
});
