// How soon a page is there, on a quiet machine: `just bench-page`. Not among the tests, which say nothing of time.

import { expect, test } from "./reader.js";

const LOADS = 7;

test.skip(process.env.BENCH === undefined, "a measurement: `just bench-page`");

for (const { name, path } of [{ name: "the start page", path: "" }, { name: "a chapter", path: "01_why_async.html" }]) {
  test(`the first view of ${name} within half a second`, async ({ browser, reader, server }) => {
    await reader.open("scratch.html");
    /** @type {number[][]} */
    const times = [];
    for (let n = 0; n < LOADS; n += 1) {
      // A browser that has seen nothing yet.
      const context = await browser.newContext({ baseURL: server.url });
      const page = await context.newPage();
      await page.goto(path, { waitUntil: "load" });
      times.push(
        await page.evaluate(() => {
          const [paint] = performance.getEntriesByName("first-contentful-paint");
          const [loaded] = performance.getEntriesByType("navigation");
          return [paint?.startTime ?? 0, loaded instanceof PerformanceNavigationTiming ? loaded.loadEventEnd : 0];
        }),
      );
      await context.close();
    }
    const median = [0, 1].map((which) => Math.round(times.map((t) => t[which] ?? 0).sort((a, b) => a - b)[LOADS >> 1] ?? 0));
    console.log(`${name}: first painted after ${median[0]} ms, all of it there after ${median[1]} ms`);
    expect(median[0]).toBeGreaterThan(0);
    expect(median[0]).toBeLessThanOrEqual(500);
  });
}
