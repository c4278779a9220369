// Every page of the book as a reader finds it, by day and by night: nothing that axe objects to, nothing that sticks out
// of a phone, and a viewer wherever there is a picture. The reader fails on whatever the console says (reader.js).

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./course.js";
import { faint, objections, outside, ready, wear } from "./parts.js";
import { expect, test } from "./reader.js";

const SUMMARY = readFileSync(join(root, "book", "SUMMARY.md"), "utf8");
const CHAPTERS = [...SUMMARY.matchAll(/\]\((\w+)\.md\)/g)].map(([, stem]) => String(stem));
/** With those that the playground adds: where one is, and a page for programs of one's own. */
const PAGES = ["", ...CHAPTERS.map((stem) => `${stem}.html`), "scratch.html"];

// The longest pages have a dozen timelines and thousands of elements.
test.setTimeout(180_000);

test("the summary names the pages", () => {
  expect(CHAPTERS.length).toBeGreaterThan(9);
});

test("what is wrong with a page is found", async ({ page, reader }) => {
  await reader.open("introduction.html");
  /** @type {Set<string>} */
  const known = new Set();
  expect(await faint(page, "main", known)).toEqual([]);
  await page.locator("main").evaluate((main) => {
    const [grey, picture, code] = [document.createElement("p"), document.createElement("img"), document.createElement("pre")];
    Object.assign(grey.style, { color: "#777", backgroundColor: "#888" });
    grey.textContent = "grey on grey";
    picture.src = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=";
    picture.width = 10;
    code.append(document.createElement("code"));
    code.style.width = "4000px";
    code.textContent = "far too wide";
    main.append(grey, picture, code);
  });
  expect(await faint(page, "main", known)).toEqual([expect.stringContaining("color-contrast")]);
  // In another light, it is something else, and looked at again.
  await wear(page, "navy");
  expect(await faint(page, "main", known)).toEqual([expect.stringContaining("color-contrast")]);
  expect(await objections(page, "main")).toEqual([expect.stringContaining("image-alt")]);
  expect(await outside(page)).toEqual([expect.stringContaining("PRE")]);
});

/** Looks of text that were looked at on the pages before, in whatever light. @type {Set<string>} */
const looks = new Set();

for (const name of PAGES) {
  test(`nothing is wrong with /${name}`, async ({ page, reader }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await reader.open(name);
    await page.evaluate(() => document.querySelectorAll("main details").forEach((one) => one.setAttribute("open", "")));
    const pictures = await page.locator("main svg.timeline").count();
    if (pictures > 0) {
      await ready(page);
      // A knob shows one run of several: its other pictures wait until they are asked for.
      const shown = await page.locator("main svg.timeline").evaluateAll((all) => all.filter((svg) => svg.closest("section[hidden]") === null).length);
      await expect(page.locator("main .tv")).toHaveCount(shown);
      await expect(page.locator("main svg.timeline:visible")).toHaveCount(0);
    }

    expect.soft(await outside(page)).toEqual([]);
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

    await page.setViewportSize({ width: 1280, height: 900 });
    // mdBook's own frame around the page is not ours to mend; what is in it is.
    for (const theme of ["light", "navy"]) {
      await wear(page, theme);
      expect.soft(await faint(page, "main", looks), theme).toEqual([]);
    }
    expect.soft(await objections(page, "main")).toEqual([]);
  });
}
