// The static edition, opened from the disk without any server.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import { isDrawn, marked, parts, ready } from "./parts.js";
import { book } from "./server.js";

test("opened from the disk, the book is stepped through all the same", async ({ page }) => {
  const folder = book();
  /** @type {string[]} */
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("request", (request) => {
    if (!/^(file|data|blob):/.test(request.url())) complaints.push(request.url());
  });
  await page.goto(`${pathToFileURL(folder).href}/01_why_async.html#in_a_row/3`);
  await ready(page);
  const { root: viewer, sentence, where, next, here } = parts(page, "in_a_row");
  await expect(sentence).toHaveText("main waits on line 51 for call to rome.");
  expect(await marked(here.first())).toBe('match city.call("weather").await {');
  await next.click();
  await expect(where).toContainText("Step 5 of 28");
  await expect.poll(() => new URL(page.url()).hash).toBe("#in_a_row/4");
  expect(await isDrawn(viewer)).toBe(true);
  // Where the page is wide, the timeline stands beside the program.
  await page.setViewportSize({ width: 1900, height: 900 });
  const program = await page.locator('[data-scene="in_a_row"] pre').first().boundingBox();
  const timeline = await viewer.boundingBox();
  expect(timeline?.x).toBeGreaterThanOrEqual((program?.x ?? 0) + (program?.width ?? 0));
  expect(complaints).toEqual([]);

  const script = gzipSync(readFileSync(`${folder}/viewer/classic.js`)).length;
  const style = gzipSync(readFileSync(`${folder}/viewer/viewer.css`)).length;
  expect(script + style).toBeLessThan(40_000);
});
