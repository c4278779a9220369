// Bundles entry.js into ../page/editor.js: `npm ci && npm run build`. The same sources give the same bytes.
// `npm run build -- --check` writes nothing and fails when the committed bundle is not what comes out.

import { build } from "esbuild";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "page", "editor.js");

const result = await build({
  absWorkingDir: here,
  entryPoints: ["entry.js"],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  write: false,
});

const packages = new Set(
  Object.keys(result.metafile.inputs)
    .map((input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1])
    .filter((name) => name !== undefined),
);

/** @type {Map<string, string[]>} Licence text to the packages that stand under it. */
const licences = new Map();
for (const name of [...packages].sort()) {
  const folder = join(here, "node_modules", name);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = ["LICENSE", "LICENSE.md", "LICENSE.txt"].map((f) => join(folder, f)).find(existsSync);
  if (file === undefined) throw new Error(`\`${name}\` has no licence file`);
  const text = readFileSync(file, "utf8").trim();
  licences.set(text, [...(licences.get(text) ?? []), `${name} ${manifest.version}`]);
}
const notice = [...licences]
  .map(([text, names]) => `${names.join(", ")}\n\n${text}`)
  .join(`\n\n${"-".repeat(80)}\n\n`);

const bundle =
  "/*! Made by ../editor/build.mjs from ../editor/entry.js; do not edit. It contains:\n\n" +
  `${notice}\n*/\n${result.outputFiles[0].text}`;

const shown = relative(process.cwd(), target);
if (process.argv.includes("--check")) {
  if (!existsSync(target) || readFileSync(target, "utf8") !== bundle) {
    console.error(`${shown} is not what its sources give: run \`npm run build\` and commit the result`);
    process.exit(1);
  }
} else {
  writeFileSync(target, bundle);
  console.log(`${shown}: ${Math.round(bundle.length / 1024)} KiB, ${packages.size} packages`);
}
