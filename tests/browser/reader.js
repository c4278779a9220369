// A reader's browser that is strict: whatever leaves this machine, breaks the page's policy or is an error in the
// console fails the test.

import { test as base, expect } from "@playwright/test";
import { start } from "./server.js";

/** @typedef {import("./server.js").Server} Server */

/** @typedef {{ open: (path?: string, theme?: string) => Promise<void> }} Reader */

export const test = base.extend(
  /** @type {import("@playwright/test").Fixtures<{ reader: Reader, unsolved: void }, { server: Server }, import("@playwright/test").PlaywrightTestArgs & import("@playwright/test").PlaywrightTestOptions, import("@playwright/test").PlaywrightWorkerArgs>} */ ({
    server: [
      async ({}, use) => {
        const server = await start();
        await use(server);
        await server.stop();
      },
      // Before the first test, all crates are compiled: that takes minutes, and is no test.
      { scope: "worker", timeout: 0 },
    ],

    unsolved: [
      async ({ server }, use) => {
        server.unsolve();
        await use();
      },
      { auto: true },
    ],

    baseURL: async ({ server }, use) => use(server.url),

    reader: async ({ page, server }, use) => {
      /** @type {string[]} */
      const complaints = [];
      const here = new URL(server.url).origin;
      // The browser knows no other host (playwright.config.js): what is asked for does not get there.
      page.context().on("request", (request) => {
        const { origin, protocol } = new URL(request.url());
        if (origin !== here && !/^(data|blob):$/.test(protocol)) complaints.push(`a request left this machine: ${request.url()}`);
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
          // The key is kept as after the page that `cargo playground` opens, which exercise.spec.js looks at.
          const kept = { "mdbook-theme": theme, "playground-key": server.key };
          await page.addInitScript((all) => Object.entries(all).forEach(([name, value]) => localStorage.setItem(name, value)), kept);
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
