// By finger, and for readers who asked for less motion.

import { isDrawn, parts, ready } from "./parts.js";
import { expect, test } from "./reader.js";

test.describe("by finger", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 });

  test("taps step, choose a place and pick a line", async ({ page, reader }) => {
    await reader.open("01_why_async.html#in_a_row/0");
    await ready(page);
    const { root, next, where } = parts(page, "in_a_row");
    await next.tap();
    await expect(where).toContainText("Step 2 of 28");
    await root.locator("canvas").tap({ position: { x: 20, y: 60 } });
    await expect(where).toContainText("Step 1 of 28");
    const line = page.locator('[data-scene="in_a_row"]').getByRole("button", { name: /^Line \d+: 6 steps/ });
    // Above the timeline, which stays in view while somebody steps through it.
    await line.evaluate((element) => scrollBy(0, element.getBoundingClientRect().top - 200));
    await line.tap();
    await expect(where).toContainText("Step 4 of 28");
    expect(await isDrawn(root)).toBe(true);
  });

  test("what is tapped is large enough for a finger", async ({ page, reader }) => {
    await reader.open("01_why_async.html#in_a_row/0");
    await ready(page);
    const small = await parts(page, "in_a_row").root.evaluate((tv) =>
      [...tv.querySelectorAll(".tv-controls button, .tv-controls select, .tv-controls input")]
        .map((part) => ({ name: part.getAttribute("aria-label") ?? part.textContent, box: part.getBoundingClientRect() }))
        .filter(({ box }) => box.width < 36 || box.height < 36)
        .map(({ name }) => name),
    );
    expect(small).toEqual([]);
  });

  test("a finger moves the picture sideways and the page up and down", async ({ page, reader }) => {
    await reader.open("01_why_async.html#in_a_row/0");
    await ready(page);
    const { root } = parts(page, "in_a_row");
    const canvas = root.locator("canvas");
    // What the browser does with a finger: nothing of it is taken away.
    expect(await canvas.evaluate((element) => getComputedStyle(element).touchAction)).toBe("pan-x pan-y");
    expect(await root.locator(".tv-scroll").evaluate((element) => element.scrollWidth > element.clientWidth)).toBe(true);
    await root.locator(".tv-scroll").evaluate((element) => (element.scrollLeft = 10_000));
    await expect.poll(() => root.locator(".tv-scroll").evaluate((element) => element.scrollLeft)).toBeGreaterThan(50);
    expect(await isDrawn(root)).toBe(true);
  });
});

for (const motion of /** @type {const} */ (["reduce", "no-preference"])) {
  test(`the page moves to a line as the reader wants it: ${motion}`, async ({ page, reader }) => {
    await page.emulateMedia({ reducedMotion: motion });
    await reader.open("01_why_async.html#frozen/18");
    await ready(page);
    const { line } = parts(page, "frozen");
    const asked = page.evaluate(
      () =>
        new Promise((resolve) => {
          const scroll = window.scrollBy.bind(window);
          window.scrollBy = (/** @type {any} */ options) => {
            resolve(options.behavior);
            scroll(options);
          };
        }),
    );
    await line.click();
    expect(await asked).toBe(motion === "reduce" ? "auto" : "smooth");
  });
}
