// What flowed through streams: a picture of its own, tied to the timeline of the same run.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "@playwright/test";
import { faint, objections, outside, parts, ready, wear } from "./parts.js";
import { test as served } from "./reader.js";
import { root } from "./course.js";
import { book } from "./server.js";

/** A page of the book that shows the recording which `crates/timeline/tests/marbles.rs` keeps. @type {string} */
let address;

test.beforeAll(() => {
  const folder = book();
  const page = readFileSync(join(folder, "01_why_async.html"), "utf8");
  const scene = readFileSync(join(root, "crates/timeline/tests/snapshots/marbles_ordered.snap.html"), "utf8");
  const shown = page.replace(/<main>[^]*<\/main>/, () => `<main><h1>Marbles</h1><div class="scene" data-scene="ordered">${scene}</div></main>`);
  expect(shown).not.toBe(page);
  writeFileSync(join(folder, "marbles.html"), shown);
  address = pathToFileURL(join(folder, "marbles.html")).href;
});

/** @param {import("@playwright/test").Page} page @param {string} name */
const marble = (page, name) => page.locator("figure.marbles").getByRole("button", { name });

test("a marble leads to its step, and the timeline's step is marked among the marbles", async ({ page }) => {
  await page.goto(address);
  await ready(page);
  const { where, sentence, next } = parts(page, "ordered");
  await expect(page.locator(".marbles-later")).toHaveCount(0);

  await marble(page, "asked: lima at 400 ms").click();
  await expect(sentence).toHaveText("main says: asked: lima.");
  await expect(where).toContainText("at 400 ms");
  const current = page.locator('.marbles-chart [aria-current="step"]');
  await expect(current).toHaveAttribute("aria-label", "asked: lima at 400 ms");
  // What comes later is faint: oslo's answer, and all behind it.
  await expect(page.locator(".marbles-chart g.marbles-later").first()).toHaveAttribute("aria-label", "answered: oslo at 400 ms, 400 ms after it came in");
  // The other way round.
  const place = async () => Number(/^M(\d+)/.exec((await page.locator(".marbles-now").getAttribute("d")) ?? "")?.[1]);
  const before = await place();
  await next.click();
  const oslo = marble(page, "answered: oslo");
  await expect(current).toHaveAttribute("aria-label", "answered: oslo at 400 ms, 400 ms after it came in");
  await expect(oslo).not.toHaveClass(/marbles-later/);
  await expect(marble(page, "answered: cairo")).toHaveClass(/marbles-later/);
  expect(await place()).toBeGreaterThan(before);
});

test("marbles are walked through by keys: by time, and along an item's way", async ({ page }) => {
  await page.goto(address);
  await ready(page);
  const { where } = parts(page, "ordered");
  await marble(page, "asked: oslo").click();
  await page.keyboard.press("ArrowDown");
  await expect(marble(page, "answered: oslo")).toBeFocused();
  await expect(where).toContainText("at 400 ms");
  await page.keyboard.press("ArrowUp");
  await expect(marble(page, "asked: oslo")).toBeFocused();
  await expect(where).toContainText("at 0 s");
  await page.keyboard.press("ArrowRight");
  await expect(marble(page, "asked: cairo")).toBeFocused();
  await page.keyboard.press("End");
  await expect(marble(page, "answered is over at 700 ms")).toBeFocused();
  // The book did not turn its page.
  expect(page.url()).toContain("marbles.html");
  // One stop for the tab key, where the timeline is.
  await expect(page.locator('.marbles-chart [tabindex="0"]')).toHaveCount(1);
  // An item's way is shown while it has the focus.
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await expect(page.locator(".marbles-chart g.marbles-on")).toHaveCount(2);
});

test("what flowed can be read, in every light and without JavaScript", async ({ page, browser }) => {
  await page.goto(address);
  await ready(page);
  for (const theme of ["light", "rust", "navy", "coal", "ayu"]) {
    await wear(page, theme);
    expect(await faint(page, "figure.marbles"), theme).toEqual([]);
  }
  expect(await objections(page, "figure.marbles")).toEqual([]);

  const plain = await browser.newContext({ javaScriptEnabled: false });
  const still = await plain.newPage();
  await still.goto(address);
  await expect(still.getByRole("img", { name: "What flowed through asked, .buffered(width), answered" })).toBeVisible();
  await still.getByText("What flowed, as a table").click();
  const rows = still.locator("figure.marbles tbody tr");
  await expect(rows).toHaveCount(11);
  await expect(rows.nth(4)).toHaveText("400 mslima");
  await plain.close();
});

test("on a phone the chart scrolls beside its names, and follows the step", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(address);
  await ready(page);
  expect(await outside(page)).toEqual([]);
  const names = page.locator(".marbles-names");
  const left = (await names.boundingBox())?.x;
  await marble(page, "asked: rome").click();
  await page.keyboard.press("End");
  await expect(marble(page, "answered is over at 700 ms")).toBeInViewport();
  expect((await names.boundingBox())?.x).toBe(left);
  await expect(marble(page, "asked: rome")).not.toBeInViewport();
});

served("pages without marbles load nothing for them", async ({ page, reader }) => {
  /** @type {string[]} */
  const loaded = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  await reader.open();
  await ready(page);
  expect(loaded).toContain("/viewer/main.js");
  expect(loaded).not.toContain("/viewer/marbles.js");
});

served("the reader's own run has its marbles too, tied to its own timeline", async ({ page, reader }) => {
  served.setTimeout(240_000);
  await reader.open("12_streams.html");
  await ready(page);
  const scene = page.locator('.scene[data-scene="collected"]');
  await scene.getByRole("button", { name: "Run collected" }).click();
  const yours = scene.locator(".yours figure.marbles");
  await expect(yours).toBeVisible({ timeout: 200_000 });
  await expect(scene.locator(".recorded figure.marbles")).toBeHidden();
  await expect(page.locator("html.timelines")).toBeAttached();
  // It is what the book's run was, with its colours: the page's policy has let them through.
  const marbles = yours.getByRole("button");
  await expect(marbles).toHaveCount(await scene.locator(".recorded .marbles-chart g[data-step]").count());
  const fill = (/** @type {import("@playwright/test").Locator} */ figure) => figure.locator("g[data-step] > g").first().evaluate((shape) => getComputedStyle(shape).fill);
  expect(await fill(yours)).toBe(await fill(scene.locator(".recorded figure.marbles")));
  await yours.getByRole("button", { name: "out: 18 at 3 s" }).click();
  await expect(scene.locator(".yours .tv-where")).toContainText("at 3 s");
  await expect(scene.locator(".yours .tv-sentence")).toContainText("says: out: 18");
});
