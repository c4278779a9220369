// One program under several settings, each of which was recorded.

import { faint, isDrawn, marked, objections, parts, ready, wear } from "./parts.js";
import { expect, test } from "./reader.js";

/** @param {import("@playwright/test").Page} page */
const knob = (page) => page.locator(".knob").first();

test("a knob switches among recorded runs, on one axis and at one instant", async ({ page, reader }) => {
  await reader.open();
  await ready(page);
  const choices = page.getByRole("group", { name: "rome answers after" });
  await expect(choices.getByRole("radio")).toHaveCount(3);
  await expect(choices.locator("label")).toHaveText(["1 s3 s in all", "3 s3 s in all", "6 s6 s in all"]);
  await expect(knob(page).locator(".tv")).toHaveCount(1);
  const short = parts(page, "slowest_1_s");
  await expect(short.root).toBeVisible();
  await short.play.focus();
  await page.keyboard.press("End");
  await expect(short.where).toContainText("at 3 s");

  await choices.getByRole("radio", { name: "6 s 6 s in all" }).check();
  const long = parts(page, "slowest_6_s");
  await expect(short.root).toBeHidden();
  await expect(long.root).toBeVisible();
  // The last thing that had happened at 3 s.
  await expect(long.where).toContainText("at 3 s");
  await expect(long.sentence).toHaveText("main returns to the runtime.");
  expect(await marked(page.locator('[data-scene="slowest_6_s"] .tv-mark'))).toBe("tokio::join!(report(rome), report(oslo), report(cairo));");
  expect(await isDrawn(long.root)).toBe(true);
  await expect(page.locator('[data-scene="slowest_6_s"]').getByRole("button", { name: "Run slowest 1 s" })).toBeVisible();

  // By keys, as radio buttons are.
  await choices.getByRole("radio", { name: /^6 s/ }).press("ArrowLeft");
  await expect(parts(page, "slowest_3_s").root).toBeVisible();
  await expect(choices.getByRole("radio", { name: /^3 s/ })).toBeFocused();
});

test("the setting that the scene names stands there first", async ({ page, reader }) => {
  await reader.open("10_timeouts.html");
  await ready(page);
  const scene = page.locator('[data-scene="hedged_1_s"]');
  // It is the second of four.
  await expect(scene.getByRole("radio")).toHaveCount(4);
  await expect(scene.getByRole("radio").nth(1)).toBeChecked();
  await expect(parts(page, "hedged_1_s").root).toBeVisible();
  await expect(scene.locator(".tv")).toHaveCount(1);
  // Where it names none of them, the first.
  await expect(page.locator('[data-scene="patience_2_s"]').getByRole("radio").first()).toBeChecked();
});

test("a link leads to a setting, with or without a step", async ({ page, reader }) => {
  await reader.open("01_why_async.html#slowest_6_s/9");
  await ready(page);
  await expect(parts(page, "slowest_6_s").where).toContainText("Step 10 of");
  await expect(parts(page, "slowest_6_s").root).toBeInViewport();
  await page.evaluate(() => (location.hash = "#slowest_3_s"));
  await expect(parts(page, "slowest_3_s").root).toBeVisible();
  await expect(parts(page, "slowest_3_s").root).toBeInViewport();
  await expect(page.getByRole("radio", { name: "3 s 3 s in all" })).toBeChecked();
});

test("what is run is what the knob shows", async ({ page, reader }) => {
  test.setTimeout(240_000);
  await reader.open();
  await ready(page);
  await page.getByRole("radio", { name: "6 s 6 s in all" }).check();
  const scene = page.locator('[data-scene="slowest_6_s"]');
  await scene.getByRole("button", { name: "Run slowest 1 s" }).click();
  await expect(scene.getByText("Done: 6 s of virtual time")).toBeVisible({ timeout: 200_000 });
});

test("axe finds nothing at a knob", async ({ page, reader }) => {
  await reader.open("01_why_async.html#slowest_3_s/9");
  await ready(page);
  for (const theme of ["light", "navy"]) {
    await wear(page, theme);
    expect(await faint(page, ".knob"), theme).toEqual([]);
  }
  expect(await objections(page, ".knob")).toEqual([]);
});

test("without JavaScript, and on paper, all runs are there with their settings", async ({ page, reader, browser, baseURL }) => {
  const still = await browser.newContext({ javaScriptEnabled: false, ...(baseURL !== undefined && { baseURL }) });
  const quiet = await still.newPage();
  await reader.open();
  await quiet.goto("01_why_async.html");
  await expect(quiet.locator(".knob .setting")).toHaveText(["1 s: 3 s", "3 s: 3 s", "6 s: 6 s"]);
  for (const shown of await quiet.locator(".knob svg.timeline, .knob pre, .knob .setting").all()) await expect(shown).toBeVisible();
  await still.close();

  await ready(page);
  await page.emulateMedia({ media: "print" });
  for (const shown of await page.locator(".knob svg.timeline, .knob .setting").all()) await expect(shown).toBeVisible();
  await expect(page.locator(".tv-knob")).toBeHidden();
});
