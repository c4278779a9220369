// What a reader sees before running anything: in every theme, on every screen, with and without JavaScript.

import { faint, outside, wear } from "./parts.js";
import { expect, test } from "./reader.js";

const SCREENS = [
  { name: "wide", width: 1600, height: 1000 },
  { name: "laptop", width: 1280, height: 900 },
  { name: "phone", width: 390, height: 844 },
];

for (const { name, ...viewport } of SCREENS) {
  test(`nothing sticks out: ${name}`, async ({ page, reader }) => {
    await page.setViewportSize(viewport);
    await reader.open();
    for (const theme of ["light", "navy"]) {
      await wear(page, theme);
      await page.screenshot({ path: `../../target/browser-pages/${theme}-${name}.png` });
      expect(await outside(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
    }
  });
}

test("wide code can be moved on a phone, in the page and in the editor", async ({ page, reader }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await reader.open();
  const exercise = page.locator(".exercise").first();
  await exercise.getByRole("button", { name: /^Edit/ }).click();
  await expect(exercise.getByRole("textbox")).toBeVisible();
  const moved = await page.evaluate(() => {
    const editors = [...document.querySelectorAll(".editor")].flatMap((e) => [...(e.shadowRoot?.querySelectorAll(".cm-scroller") ?? [])]);
    return [...document.querySelectorAll("main pre > code"), ...editors]
      .filter((code) => code.checkVisibility() && code.scrollWidth > code.clientWidth + 1)
      .map((code) => {
        code.scrollLeft = code.scrollWidth;
        return code.scrollLeft > 0 && code.getBoundingClientRect().right <= innerWidth;
      });
  });
  expect(moved.length).toBeGreaterThan(1);
  expect(moved).not.toContain(false);
});

test("the colours of the other themes can be read", async ({ page, reader }) => {
  await reader.open();
  await page.locator("details").evaluateAll((all) => all.forEach((d) => d.setAttribute("open", "")));
  // In light and navy, every page is looked at (walk.spec.js).
  for (const theme of ["rust", "coal", "ayu"]) {
    await wear(page, theme);
    expect(await faint(page, "main"), theme).toEqual([]);
  }
});

test("on paper, every theme is black on white, without what only a screen can use", async ({ page, reader }) => {
  /** @type {Set<string>} */
  const seen = new Set();
  for (const theme of ["light", "rust", "navy", "ayu"]) {
    await reader.open("01_why_async.html", theme);
    await page.emulateMedia({ media: "print" });
    const look = await page.evaluate(() => {
      const style = (/** @type {string} */ css) => getComputedStyle(document.querySelector(css) ?? document.body);
      const ink = ["main p", "main pre > code", ".hljs-keyword", "main a"].map((css) => style(css).color);
      return [style("html").backgroundColor, ...ink, style(".scene").backgroundColor].join(" ");
    });
    seen.add(look);
    for (const css of ["#mdbook-menu-bar", ".nav-chapters", ".controls"]) await expect(page.locator(css).first()).toBeHidden();
    await page.emulateMedia({ media: "screen" });
  }
  expect([...seen]).toHaveLength(1);
  expect([...seen][0]).toContain("rgb(28, 36, 48)");
});

test("the first view is light", async ({ page, reader }) => {
  await reader.open("scratch.html");
  const client = await page.context().newCDPSession(page);
  await client.send("Network.enable");
  await client.send("Network.clearBrowserCache");
  /** @type {Map<string, string>} */
  const asked = new Map();
  let bytes = 0;
  client.on("Network.responseReceived", ({ requestId, response }) => asked.set(requestId, response.url));
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    // Fonts and the index of the search do not count.
    if (!/\/fonts\/.*woff2|searchindex|\/api\//.test(asked.get(requestId) ?? "")) bytes += encodedDataLength;
  });
  const begun = Date.now();
  await page.goto("", { waitUntil: "load" });
  const shown = Date.now() - begun;
  await expect(page.locator("html.playground")).toBeAttached();
  console.log(`the first view: ${bytes} bytes, shown after ${shown} ms`);
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThanOrEqual(200_000);
});

test("the search finds the chapter", async ({ page, reader }) => {
  await reader.open("");
  await page.keyboard.press("/");
  await page.keyboard.type("async");
  await expect(page.locator("#mdbook-searchresults li").first()).toBeVisible();
});

test("a prediction is compared with what was printed", async ({ page, reader }) => {
  await reader.open();
  const choices = page.locator(".predict").filter({ has: page.locator(".choices") }).first();
  test.skip((await choices.count()) === 0, "the chapter asks no question with choices");
  const radios = choices.locator("input[type=radio]");
  await expect(choices.locator("details")).not.toHaveAttribute("open");
  const rights = [];
  for (let i = 0; i < (await radios.count()); i += 1) {
    await radios.nth(i).check();
    await expect(choices.locator("details")).toHaveAttribute("open");
    if ((await choices.locator(".wrong").count()) === 0) rights.push(i);
  }
  expect(rights, "exactly one choice stands in the recorded output").toHaveLength(1);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the recorded run is there as picture and text", async ({ page, server }) => {
    await expect(async () => {
      await page.goto(`${server.url}01_why_async.html`);
      await expect(page.locator("main h1")).toContainText("async", { timeout: 500 });
    }).toPass();
    const scene = page.locator(".scene").filter({ has: page.locator("> pre > code.language-text") }).first();
    await expect(scene.locator("svg.timeline")).toBeVisible();
    await expect(scene.locator("code.language-text").first()).toBeVisible();
    await expect(scene.locator("button")).toHaveCount(0);
  });
});
