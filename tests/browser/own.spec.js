// The reader's own: their version of a scene, the scratch page and its addresses, and how far they are.

import { AxeBuilder } from "@axe-core/playwright";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { course, root as checkout } from "./course.js";
import { expect, test } from "./reader.js";

test.setTimeout(240_000);
const COMPILED = { timeout: 200_000 };

/**
 * Puts a text in the place of everything in this editor.
 *
 * @param {import("@playwright/test").Page} page
 * @param {import("@playwright/test").Locator} editor
 * @param {string} text
 */
async function replace(page, editor, text) {
  await editor.focus();
  await page.keyboard.press("ControlOrMeta+a");
  await editor.evaluate((place, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    place.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/** @param {import("@playwright/test").Page} page @param {string} part */
async function accessible(page, part) {
  const { violations } = await new AxeBuilder({ page }).include(part).analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`)).toEqual([]);
}

test("the reader's version of a scene stays, until one click brings the book's back", async ({ page, reader }) => {
  await reader.open();
  const scene = page.locator(".scene").nth(1);
  const editor = scene.getByRole("textbox").last();
  const book = await scene.locator("code.language-rust").last().textContent();
  await scene.getByRole("button", { name: /^Edit/ }).click();
  await replace(page, editor, "// mine");
  await page.goto("scratch.html");
  await page.goto("01_why_async.html");
  await expect(editor).toContainText("// mine");
  await expect(scene.locator("p.status")).toContainText("This is your version");
  await scene.getByRole("button", { name: /^Reset/ }).click();
  await expect(scene.locator("code.language-rust").last()).toHaveText((book ?? "").trim());
  await page.reload();
  await expect(scene.getByRole("button", { name: /^Edit/ })).toBeVisible();
  await expect(editor).toHaveCount(0);
});

test("the scratch page runs any program, and keeps it", async ({ page, reader }) => {
  await reader.open("scratch.html");
  const editor = page.getByRole("textbox", { name: /^Code of your program/ });
  await expect(editor).toContainText("main waits for the worker");
  await accessible(page, "main");
  await page.getByRole("button", { name: "Run your program" }).click();
  await expect(page.locator(".scratch p.status")).toContainText("Done: 2 s of virtual time", COMPILED);
  await expect(page.locator(".scratch .printed.output")).toContainText("the worker is done");
  await expect(page.locator(".scratch .tv canvas")).toBeVisible();
  await page.screenshot({ path: "../../target/browser-pages/scratch.png", fullPage: true });
  await replace(page, editor, 'fn main() { println!("kept") }');
  await page.reload();
  await expect(editor).toContainText('println!("kept")');
});

test("a flood of output has a box of its own, and what is worth a warning is told", async ({ page, reader }) => {
  await reader.open("scratch.html");
  const program = `#[tokio::main]
async fn main() {
    for line in 0..20_000 {
        println!("line {line}");
    }
    tokio::spawn(async { panic!("unseen") });
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
}`;
  await replace(page, page.getByRole("textbox", { name: /^Code of your program/ }), program);
  await page.getByRole("button", { name: "Run your program" }).click();
  await expect(page.locator(".scratch p.status")).toContainText("Done: 1 s of virtual time", COMPILED);
  await expect(page.locator(".scratch .printed.output")).toContainText("line 19999");
  await expect(page.locator(".scratch .tv-warnings")).toContainText("nobody was seen waiting for its end");
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(5_000);
  await accessible(page, ".scratch");
  await page.screenshot({ path: "../../target/browser-pages/flood.png", fullPage: true });
});

test("a program with several runtimes has a timeline of each", async ({ page, reader }) => {
  await reader.open("scratch.html");
  const runtime = (/** @type {number} */ seconds) => `
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { tokio::time::sleep(std::time::Duration::from_secs(${seconds})).await });`;
  await replace(page, page.getByRole("textbox", { name: /^Code of your program/ }), `fn main() {${runtime(3)}${runtime(2)}\n}`);
  await page.getByRole("button", { name: "Run your program" }).click();
  await expect(page.locator(".scratch p.status")).toContainText("Done: 3 s of virtual time", COMPILED);
  await expect(page.locator(".scratch .tv canvas").first()).toBeVisible();
  for (const name of ["runtime 1 of 2", "runtime 2 of 2"]) {
    await expect(page.locator(".scratch .tv")).toContainText(name);
    await expect(page.locator(".scratch .timeline-text")).toContainText(name);
  }
  await accessible(page, ".scratch");
  await page.screenshot({ path: "../../target/browser-pages/runtimes.png", fullPage: true });
});

test("an address carries a program, shows it, and runs nothing", async ({ page, reader }) => {
  await reader.open("scratch.html");
  const editor = page.getByRole("textbox", { name: /^Code of your program/ });
  const hostile = 'fn main() { println!("<img src=x onerror=alert(1)>") } // </script> ünï';
  await replace(page, editor, hostile);
  await page.getByRole("button", { name: "Make an address" }).click();
  const address = await page.getByRole("textbox", { name: "The address of this program" }).inputValue();
  expect(address).toMatch(/\/scratch\.html#program=[\w-]+$/);
  await replace(page, editor, "// my own");

  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto("01_why_async.html");
  await page.goto(address);
  await expect(editor).toHaveText(hostile);
  await expect(page.locator(".origin")).toContainText("came with the address");
  expect(asked).not.toContain("/api/run");
  await expect(page.locator(".scratch img")).toHaveCount(0);
  // The reader's own program is not replaced by it.
  await page.getByRole("button", { name: "Back to mine" }).click();
  await expect(editor).toHaveText("// my own");
});

for (const [what, fragment] of /** @type {const} */ ([
  ["no base64", "#program=%%%"],
  ["no compressed text", "#program=AAAA"],
  ["nothing", "#program="],
])) {
  test(`an address with ${what} is refused in a sentence`, async ({ page, reader }) => {
    await reader.open("scratch.html");
    await page.goto("01_why_async.html");
    await page.goto(`scratch.html${fragment}`);
    await expect(page.locator(".scratch p.status")).toContainText("cannot be read");
    await expect(page.getByRole("textbox", { name: /^Code of your program/ })).toContainText("main waits for the worker");
  });
}

test("an address that unpacks to a flood is refused", async ({ page, reader }) => {
  await reader.open("scratch.html");
  const fragment = await page.evaluate(async () => {
    const packed = new Blob(["x".repeat(50_000_000)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  });
  await page.goto("01_why_async.html");
  await page.goto(`scratch.html#program=${fragment}`);
  await expect(page.locator(".scratch p.status")).toContainText("cannot be read");
});

test("the start page says what is done, what is next, and how long ago", async ({ page, reader }) => {
  await reader.open("");
  const next = page.locator(".start .what-next");
  await expect(page.locator("#mdbook-sidebar a.active")).toHaveText(["Where you are"]);
  await expect(next).toContainText(/You have solved 0 of \d+ exercises\. Begin with chapter 1, Why async\./);
  await accessible(page, "main");
  const overlap = page.locator(".exercise-list li").filter({ hasText: "Three calls that overlap" });
  await expect(overlap).toContainText("not started");

  writeFileSync(
    join(course, "exercises/01_why_async/overlap.rs"),
    readFileSync(join(checkout, "solutions/01_why_async/overlap.rs")),
  );
  await page.reload();
  await expect(overlap).toContainText("changed since it was checked");
  await page.getByRole("button", { name: "Check all that you started" }).click();
  await expect(page.locator(".start p.status")).toContainText("1 of 1 pass", COMPILED);
  await expect(overlap).toContainText("solved just now");
  await expect(next).toContainText("You last checked one just now. Next: The shortest plan.");
  await page.screenshot({ path: "../../target/browser-pages/start.png" });
  await next.getByRole("link", { name: "The shortest plan" }).click();
  await expect(page.locator("#exercise-dependent_calls")).toBeInViewport();

  // The same for the terminal, and long ago in another clock.
  const file = join(course, ".progress.json");
  const kept = readFileSync(file, "utf8");
  const now = Math.floor(Date.now() / 1000);
  writeFileSync(file, kept.replaceAll(/"(checked_at|solved_at)": ?\d+/g, `"$1": ${now - 3 * 3600 - 10}`));
  await page.goto("");
  await expect(overlap).toContainText("solved 3 hours ago");
});

test("ten saves in a second end with one verdict, the last one's", async ({ server }) => {
  const file = join(course, "exercises/01_why_async/overlap.rs");
  const right = readFileSync(join(checkout, "solutions/01_why_async/overlap.rs"), "utf8");
  const leave = new AbortController();
  const response = await fetch(`${server.url}api/watch`, { headers: { "x-playground-key": server.key }, signal: leave.signal });
  let rest = "";
  const versions = [];
  /** @type {any[]} */
  const verdicts = [];
  if (response.body === null) throw new Error("the server gave no answer");
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + part).split("\n");
    rest = lines.pop() ?? "";
    for (const event of lines.map((line) => JSON.parse(line))) {
      if (event.event === "watching") for (let n = 1; n <= 10; n += 1) writeFileSync(file, `${right}// ${n}\n`);
      if (event.event === "changed") versions.push(event.version);
      // The file as the test before left it may have been news as well.
      if (event.event === "verdict" && event.source.startsWith(right)) verdicts.push(event);
    }
    if (verdicts.length > 0 && verdicts.at(-1).source.endsWith("// 10\n")) break;
  }
  leave.abort();
  expect(verdicts.map(({ verdict, version }) => [verdict, version])).toEqual([["passed", versions.at(-1)]]);
});
