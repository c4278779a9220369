// Opens the pages as a reader does. Needs a built `playground` (see server.js) and a Chromium on this machine:
// none is ever downloaded.

import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

const candidates = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = candidates.find((path) => path !== undefined && existsSync(path));
if (executablePath === undefined) {
  throw new Error("no Chromium found: install one (Debian: `apt-get install chromium`) or name it in `CHROMIUM`");
}

export default defineConfig({
  testDir: ".",
  outputDir: "../../target/browser",
  // One picture for every machine: the views are chosen so that they look alike.
  snapshotPathTemplate: "{testDir}/looks/{arg}{ext}",
  reporter: "list",
  // Each worker has a server and a course of its own.
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    launchOptions: { executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"] },
    viewport: { width: 1280, height: 900 },
    screenshot: "only-on-failure",
  },
});
