// A reader edits and runs the chapter's first scene.

import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./reader.js";

// Programs are compiled here: seconds, and on a busy machine a minute.
test.setTimeout(240_000);
const COMPILED = { timeout: 200_000 };

/** @param {import("@playwright/test").Page} page */
function parts(page) {
  const scene = page.locator(".scene").first();
  return {
    scene,
    run: scene.getByRole("button", { name: /^Run/ }),
    stop: scene.getByRole("button", { name: /^Stop/ }),
    edit: scene.getByRole("button", { name: /^Edit/ }),
    reset: scene.getByRole("button", { name: /^Reset/ }),
    status: scene.locator("p.status"),
    editor: scene.getByRole("textbox").last(),
    yours: scene.locator(".yours"),
    recorded: scene.locator(".recorded"),
  };
}

/**
 * Changes the scene's last block as somebody would who pastes.
 *
 * @param {import("@playwright/test").Page} page
 * @param {(code: string) => string} changed
 */
async function change(page, changed) {
  const { scene, edit, editor } = parts(page);
  const shown = await scene.locator("code.language-rust").last().textContent();
  await edit.click();
  await editor.focus();
  await paste(page, changed((shown ?? "").trimEnd()));
}

/**
 * Puts a text in the place of everything in the editor that has the focus.
 *
 * @param {import("@playwright/test").Page} page
 * @param {string} text
 */
async function paste(page, text) {
  await page.keyboard.press("ControlOrMeta+a");
  await parts(page).editor.evaluate((editor, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/** The first line of chapter 1's program that has this in it, from 1. @param {string} text */
function lineOf(text) {
  const program = readFileSync(new URL("../../lessons/01_why_async.rs", import.meta.url), "utf8");
  return program.slice(0, program.indexOf(text)).split("\n").length;
}

/** @param {string} line @returns {(code: string) => string} */
const firstLine = (line) => (code) => code.replace(/\{\n/, `{\n    ${line}\n`);

test("runs as it is, and gives what the book shows", async ({ page, reader }) => {
  await reader.open();
  const { scene, run, status, yours, recorded } = parts(page);
  await expect(scene).toContainText("Runs on this computer, with your rights.");
  const printed = await recorded.locator("code.language-text").first().textContent();
  await run.click();
  await expect(status).toContainText("Done", COMPILED);
  await expect(yours.locator(".tv canvas")).toBeVisible();
  // Its timeline marks the lines of the block above.
  await yours.getByRole("button", { name: "To the end" }).click();
  await yours.getByRole("button", { name: "Previous step" }).click();
  await expect(yours.locator(".tv-where")).toHaveText(/^Step \d+ of \d+ · at 3 s$/);
  await expect(recorded).toBeHidden();
  const output = await yours.locator(".printed.output code").textContent();
  expect(output?.trimEnd()).toBe(printed?.trimEnd());
  await scene.getByRole("button", { name: new RegExp(`^Line ${lineOf("sleep(Duration::from_secs(seconds))")}: 6 steps`) }).click();
  await expect(yours.locator(".tv-sentence")).toHaveText(/^main /);
  await scene.getByRole("button", { name: "Show the book's run" }).click();
  await expect(recorded).toBeVisible();
});

test("runs what was changed, and what it prints is text", async ({ page, reader }) => {
  await reader.open();
  const { status, yours, recorded, reset } = parts(page);
  await change(page, firstLine('println!("<b>hello</b> from the reader");'));
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(status).toContainText("Done", COMPILED);
  await expect(yours.locator(".printed.output")).toContainText("<b>hello</b> from the reader");
  // The edited block has one line more: its sleep is now on the line below.
  await yours.getByRole("slider", { name: "Step" }).fill("3");
  await expect(yours.locator(".tv-sentence")).toContainText("sleeps on line");
  await expect(yours.locator(".tv-line code")).toHaveText("sleep(Duration::from_secs(seconds)).await;");
  await expect(page.locator(".editor-frame .tv-here")).toBeVisible();
  await page.screenshot({ path: "../../target/browser-pages/run.png", fullPage: true });
  const { violations } = await new AxeBuilder({ page }).include(".scene").analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`)).toEqual([]);
  await reset.click();
  await expect(recorded).toBeVisible();
  await expect(page.locator(".editor")).toHaveCount(0);
});

test("a compile error stands at its line and below", async ({ page, reader }) => {
  await reader.open("01_why_async.html", "navy");
  const { scene, status, yours } = parts(page);
  await change(page, firstLine("oops();"));
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(status).toContainText("It does not compile: one error.", COMPILED);
  await expect(yours.locator(".where")).toHaveText(/^error in \w+, line 2$/);
  await expect(yours.locator(".diagnostic")).toContainText("cannot find function `oops`");
  await expect(scene.locator(".cm-lintRange-error").last()).toHaveText("oops");
  await page.screenshot({ path: "../../target/browser-pages/error.png", fullPage: true });
  await paste(page, "// gone");
  await expect(scene.locator(".cm-lintRange-error")).toHaveCount(0);
});

test("a program without an end is ended, and that is said", async ({ page, reader }) => {
  await reader.open();
  const { status, run } = parts(page);
  await change(page, firstLine("loop {}"));
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(status).toContainText("was stopped after", COMPILED);
  await expect(run).toBeVisible();
});

test("what the compiler says again and again is folded", async ({ page, reader }) => {
  await reader.open();
  const { status, yours, run } = parts(page);
  const line = "let a = 1; let b = 2; let c = 3; let d = 4; Vec::<u8>::new().len(); Vec::<u8>::new().is_empty();";
  await change(page, firstLine(line));
  await run.click();
  await expect(status).toContainText("Done", COMPILED);
  const shown = yours.locator(".compiler > .diagnostic");
  await expect(shown).toHaveCount(2);
  await yours.getByText("2 more warnings").click();
  await expect(yours.locator(".diagnostic:visible")).toHaveCount(4);
});

test("the reader can stop it", async ({ page, reader }) => {
  await reader.open();
  const { status, run, stop } = parts(page);
  await change(page, firstLine("loop {}"));
  await run.click();
  await expect(status).toContainText("running", COMPILED);
  await stop.click();
  await expect(status).toHaveText("Stopped.");
  await expect(run).toBeFocused();
});

test("the editor keeps the book's shortcuts out, and lets go of the keyboard", async ({ page, reader }) => {
  await reader.open();
  const { edit, editor } = parts(page);
  await edit.click();
  const address = page.url();
  await editor.focus();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("s/?");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  expect(page.url()).toBe(address);
  await expect(page.locator("#mdbook-search-wrapper")).toHaveClass(/hidden/);
  await expect(editor).toContainText("s/?");
  await page.keyboard.press("Tab");
  await expect(editor).toBeFocused();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(editor).not.toBeFocused();
});

test("the editor is loaded only when somebody edits", async ({ page, reader }) => {
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await reader.open();
  expect(asked).not.toContain("/-/editor.js");
  await parts(page).edit.click();
  await expect(parts(page).editor).toBeVisible();
  expect(asked).toContain("/-/editor.js");
});

test("a program that blocks its thread for ever is ended, and explained", async ({ page, reader }) => {
  await reader.open("14_sync_primitives.html");
  const scene = page.locator('.scene[data-scene="thread_held"]');
  await scene.getByRole("button", { name: "Run thread held" }).click();
  await expect(scene.getByText("Done: 2 s of virtual time")).toBeVisible(COMPILED);
  const said = scene.locator(".yours .explanation").first();
  await expect(said).toContainText("Stalled at 2 s: main and sell_and_wait 2 block their thread");
  await expect(said.locator("code").first()).toHaveText("main");
});
