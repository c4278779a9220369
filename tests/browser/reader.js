// A reader's browser that is strict: whatever leaves this machine, breaks the page's policy or is an error in the
// console fails the test.

import { test as base, expect } from "@playwright/test";
import { start } from "./server.js";

/** @typedef {import("./server.js").Server} Server */

/** @typedef {{ open: (path?: string, theme?: string) => Promise<void> }} Reader */

export const test = base.extend(
  /** @type {import("@playwright/test").Fixtures<{ reader: Reader }, { server: Server }, import("@playwright/test").PlaywrightTestArgs & import("@playwright/test").PlaywrightTestOptions, import("@playwright/test").PlaywrightWorkerArgs>} */ ({
    server: [
      async ({}, use) => {
        const server = await start();
        await use(server);
        await server.stop();
      },
      // Before the first test, all crates are compiled: that takes minutes, and is no test.
      { scope: "worker", timeout: 0 },
    ],

    baseURL: async ({ server }, use) => use(server.url),

    reader: async ({ page, server }, use) => {
      /** @type {string[]} */
      const complaints = [];
      let isKnown = false;
      const here = new URL(server.url).origin;
      await page.context().route("**", (route) => {
        const { origin, protocol } = new URL(route.request().url());
        if (origin === here || protocol === "data:") return route.continue();
        complaints.push(`a request left this machine: ${route.request().url()}`);
        return route.abort();
      });
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") {
          complaints.push(`${message.type()} in the console: ${message.text()}`);
        }
      });
      page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
      await page.addInitScript(() => {
        addEventListener("securitypolicyviolation", (event) => {
          console.error(`the page's policy refused ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
        });
      });
      await use({
        open: async (path = "01_why_async.html", theme = "light") => {
          await page.addInitScript((name) => localStorage.setItem("mdbook-theme", name), theme);
          // Once for each browser, as `cargo playground` opens it; then it is known here.
          if (!isKnown) await page.goto(`${server.url}#key=${server.key}`);
          isKnown = true;
          await page.goto(path);
          // The page gives way to the book as soon as that is built.
          await expect(page.locator("html.playground")).toBeAttached({ timeout: 30_000 });
        },
      });
      expect(complaints).toEqual([]);
    },
  }),
);

export { expect };
