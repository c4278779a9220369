// The server under test: started once for all tests, on a port that is free, and ended by its process id.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** The binary: from `PLAYGROUND`, or where `cargo build --package playground` puts it. */
export function binary() {
  const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
  const path = process.env.PLAYGROUND ?? join(target, "debug", "playground");
  if (!existsSync(path)) {
    throw new Error(`\`${path}\` does not exist: run \`cargo build --package playground\`, or name it in \`PLAYGROUND\``);
  }
  return path;
}

/** @returns {Promise<{ url: string, stop: () => Promise<void> }>} */
export async function start() {
  const child = spawn(binary(), ["serve", "--port", "0", "--no-open"], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(line)?.[0];
    if (url !== undefined) {
      child.stdout.resume();
      return {
        url,
        stop: async () => {
          child.kill("SIGTERM");
          await ended;
        },
      };
    }
  }
  throw new Error("the server ended without saying where it is");
}
