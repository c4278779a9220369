// A checkout of the course for the tests to write in: the real one may hold somebody's answers. What no test changes are
// links to the real one, so that nothing is compiled again.

import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");

/** One for each of the tests that run at the same time, and for each run of all tests. */
const mine = process.env.TEST_PARALLEL_INDEX ?? "0";
export const course = join(tmpdir(), `course-in-browser-${process.ppid}-${mine}`);
/** What cargo builds is shared; what the playground writes is not. */
export const courseTarget = join(course, "target");
/** For pages that are opened from the disk. */
export const disk = join(target, "browser-book", mine);

const OWN = ["exercises", "target", ".git", ".progress.json"];

/** The course as it ships: nothing solved, nothing checked. */
export function ship() {
  unship();
  mkdirSync(courseTarget, { recursive: true });
  for (const part of readdirSync(root)) {
    if (!OWN.includes(part)) symlinkSync(join(root, part), join(course, part));
  }
  symlinkSync(join(target, "debug"), join(courseTarget, "debug"));
  cpSync(join(root, "exercises"), join(course, "exercises"), {
    recursive: true,
    preserveTimestamps: true,
    filter: (from) => !/^kept_\d+\.rs$/.test(basename(from)),
  });
  for (const stem of readdirSync(join(course, "exercises"))) {
    if (!/^\d\d_/.test(stem)) continue;
    for (const name of readdirSync(join(root, "solutions", stem))) {
      if (existsSync(join(root, "solutions", stem, name, "stub.rs"))) unsolve(stem, name);
    }
  }
}

export function unship() {
  rmSync(course, { recursive: true, force: true });
}

/**
 * @param {string} stem
 * @param {string} name
 */
export function unsolve(stem, name) {
  const exercises = join(course, "exercises", stem);
  copyFileSync(join(root, "solutions", stem, name, "stub.rs"), join(exercises, `${name}.rs`));
  for (const file of readdirSync(join(exercises, name))) {
    if (/^kept_\d+\.rs$/.test(file)) rmSync(join(exercises, name, file));
  }
}
