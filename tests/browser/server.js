// The server under test: started once for all tests of a worker, on a port that is free, and ended by its process id.

import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { course, courseTarget, disk, root, ship, target, unship, unsolve } from "./course.js";

/** The binary: from `PLAYGROUND`, or where `cargo build --package playground` puts it. */
export function binary() {
  const path = process.env.PLAYGROUND ?? join(target, "debug", "playground");
  if (!existsSync(path)) {
    throw new Error(`\`${path}\` does not exist: run \`cargo build --package playground\`, or name it in \`PLAYGROUND\``);
  }
  return path;
}

/** @typedef {{ url: string, key: string, unsolve: () => void, stop: () => Promise<void> }} Server */

/**
 * Compiles the crates that answers and programs are built with, so that no test is about how long that takes here.
 * @param {import("node:child_process").SpawnOptions} where
 */
function prepare(where) {
  const program = join(courseTarget, "nothing.rs");
  writeFileSync(program, "fn main() {}\n");
  const { status, stderr } = spawnSync(binary(), ["run", program], { ...where, stdio: "pipe", encoding: "utf8" });
  if (status !== 0) throw new Error(`the course's crates do not compile:\n${stderr}`);
}

/**
 * Waits for the pages, which are written when the server starts.
 * @param {string} url
 */
async function written(url) {
  while (!(await (await fetch(url)).text()).includes("mdbook-sidebar")) await new Promise((resolve) => setTimeout(resolve, 100));
}

/** The static edition, as it lies on somebody's disk. Writing it again is done at once. */
export function book() {
  execFileSync(binary(), ["build", "--out", disk], { cwd: root, stdio: "pipe" });
  return disk;
}

/** On a copy of the course as it ships, with its crates compiled and its book written. @returns {Promise<Server>} */
export async function start() {
  ship();
  const where = { cwd: course, env: { ...process.env, CARGO_TARGET_DIR: courseTarget } };
  prepare(where);
  const child = spawn(binary(), ["serve", "--port", "0", "--no-open"], { ...where, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    const [, url, key] = /(http:\/\/127\.0\.0\.1:\d+\/)#key=(\w+)/.exec(line) ?? [];
    if (url !== undefined && key !== undefined) {
      child.stdout.resume();
      await written(`${url}introduction.html`);
      return {
        url,
        key,
        unsolve,
        stop: async () => {
          child.kill("SIGTERM");
          await ended;
          unship();
        },
      };
    }
  }
  throw new Error("the server ended without saying where it is");
}
