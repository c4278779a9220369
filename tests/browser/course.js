// A copy of the course for the tests to write in: the checkout may hold somebody's answers.

import { copyFileSync, cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");

/** Always the same folder, so that its crates are compiled once. */
const copy = join(target, "copy-of-course");
export const course = join(copy, "course");
/** Two checkouts must not share one: cargo would give their crates the same names. */
export const courseTarget = join(copy, "target");

const PARTS = [".cargo", "Cargo.lock", "Cargo.toml", "book", "book.toml", "crates", "exercises", "lessons", "solutions"];

/** The course as it ships: nothing solved, nothing checked. */
export function ship() {
  rmSync(course, { recursive: true, force: true });
  mkdirSync(course, { recursive: true });
  for (const part of PARTS) {
    cpSync(join(root, part), join(course, part), {
      recursive: true,
      preserveTimestamps: true,
      verbatimSymlinks: true,
      filter: (from) => basename(from) !== "node_modules",
    });
  }
  const solutions = join(course, "solutions");
  for (const stub of readdirSync(solutions, { recursive: true, encoding: "utf8" })) {
    const [, stem, name] = /^([^/]+)\/([^/]+)\/stub\.rs$/.exec(stub) ?? [];
    if (stem !== undefined && name !== undefined) unsolve(stem, name);
  }
}

/**
 * @param {string} stem
 * @param {string} name
 */
export function unsolve(stem, name) {
  const exercises = join(course, "exercises", stem);
  copyFileSync(join(course, "solutions", stem, name, "stub.rs"), join(exercises, `${name}.rs`));
  for (const file of readdirSync(join(exercises, name))) {
    if (/^kept_\d+\.rs$/.test(file)) rmSync(join(exercises, name, file));
  }
}
