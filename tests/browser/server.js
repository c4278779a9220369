// The server under test: started once for all tests, on a port that is free, and ended by its process id.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { course, courseTarget, ship, target } from "./course.js";

/** The binary: from `PLAYGROUND`, or where `cargo build --package playground` puts it. */
export function binary() {
  const path = process.env.PLAYGROUND ?? join(target, "debug", "playground");
  if (!existsSync(path)) {
    throw new Error(`\`${path}\` does not exist: run \`cargo build --package playground\`, or name it in \`PLAYGROUND\``);
  }
  return path;
}

/** @typedef {{ url: string, key: string, stop: () => Promise<void> }} Server */

/** On a copy of the course as it ships. @returns {Promise<Server>} */
export async function start() {
  ship();
  const child = spawn(binary(), ["serve", "--port", "0", "--no-open"], {
    cwd: course,
    env: { ...process.env, CARGO_TARGET_DIR: courseTarget },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    const [, url, key] = /(http:\/\/127\.0\.0\.1:\d+\/)#key=(\w+)/.exec(line) ?? [];
    if (url !== undefined && key !== undefined) {
      child.stdout.resume();
      return {
        url,
        key,
        stop: async () => {
          child.kill("SIGTERM");
          await ended;
        },
      };
    }
  }
  throw new Error("the server ended without saying where it is");
}
