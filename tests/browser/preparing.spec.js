// What a reader sees while the course's crates are compiled, before the first program can run.

import { expect, test } from "./reader.js";

/** What the server says of the crates from now on. @param {import("@playwright/test").Page} page @param {object} crates */
async function say(page, crates) {
  await page.unroute("**/api/status");
  await page.route("**/api/status", (route) => route.fulfill({ json: { book: { state: "ready" }, crates } }));
}

test("a line says how far the crates are, and goes when they are there", async ({ page, reader }) => {
  await say(page, { state: "preparing", text: "compiling crates: 12 of 48", part: 0.25 });
  await reader.open();
  const notice = page.locator(".preparing");
  await expect(notice).toContainText("You can read already");
  await expect(notice).toContainText("compiling crates: 12 of 48");
  const bar = page.getByRole("progressbar", { name: "Crates compiled" });
  await expect(bar).toHaveJSProperty("value", 0.25);
  await say(page, { state: "preparing", text: "linking", part: null });
  await expect(notice).toContainText("linking");
  await expect(bar).not.toHaveAttribute("value");
  await say(page, { state: "ready" });
  await expect(notice).toHaveCount(0);
});

test("why no program can run is said, and stays", async ({ page, reader }) => {
  await say(page, { state: "failed", text: "cargo was ended by SIGKILL" });
  await reader.open();
  await expect(page.locator(".preparing")).toHaveText("No program can run: cargo was ended by SIGKILL");
  await expect(page.getByRole("progressbar")).toHaveCount(0);
});
