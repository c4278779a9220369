// A checkout of the course for the tests to write in: the real one may hold somebody's answers. What no test changes are
// links to the real one, so that nothing is compiled again.

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
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
  unsolve();
}

export function unship() {
  rmSync(course, { recursive: true, force: true });
}

/** Nothing solved and nothing checked, whatever the test before did: which that was, nobody knows beforehand. */
export function unsolve() {
  rmSync(join(course, ".progress.json"), { force: true });
  const exercises = join(course, "exercises");
  for (const stem of readdirSync(exercises).filter((part) => /^\d\d_/.test(part))) {
    for (const name of readdirSync(join(root, "solutions", stem))) {
      const stub = join(root, "solutions", stem, name, "stub.rs");
      if (existsSync(stub)) restore(stub, join(exercises, stem, `${name}.rs`), join(exercises, stem, name));
    }
  }
}

/**
 * What already is as it ships is left alone, so that nobody who watches takes it for news.
 *
 * @param {string} stub
 * @param {string} file
 * @param {string} beside
 */
function restore(stub, file, beside) {
  const shipped = readFileSync(stub);
  if (!existsSync(file) || !readFileSync(file).equals(shipped)) writeFileSync(file, shipped);
  for (const kept of readdirSync(beside).filter((name) => /^kept_\d+\.rs$/.test(name))) rmSync(join(beside, kept));
}
