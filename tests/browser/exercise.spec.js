// A reader solves exercises on the page, beside an editor of their own.

import { AxeBuilder } from "@axe-core/playwright";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { course, root as checkout } from "./course.js";
import { expect, test } from "./reader.js";

// Programs are compiled here: seconds, and on a busy machine a minute.
test.setTimeout(240_000);
const COMPILED = { timeout: 200_000 };

const STEM = "01_why_async";
const FILE = join(course, "exercises", STEM, "overlap.rs");
/** @param {string} path */
const solutionOf = (path) => readFileSync(join(checkout, "solutions", STEM, `${path}.rs`), "utf8");
const RIGHT = solutionOf("overlap");
const IN_A_ROW = solutionOf("overlap/wrong_in_a_row");

/** @param {import("@playwright/test").Page} page */
function parts(page, exercise = "overlap") {
  const root = page.locator(`.exercise[data-exercise="${exercise}"]`);
  /** @param {RegExp} name */
  const button = (name) => root.getByRole("button", { name });
  return {
    root,
    check: button(new RegExp(`^Check ${exercise}`)),
    run: button(new RegExp(`^Run ${exercise}`)),
    edit: button(/^Edit/),
    reset: button(/^Reset/),
    solution: button(/^Solution/),
    editor: root.getByRole("textbox"),
    status: root.locator("p.status"),
    where: root.locator(".file-bar").first(),
    conflict: root.locator(".conflict"),
    diagnosis: root.locator(".diagnosis"),
    checks: root.locator(".check-list"),
  };
}

/**
 * @param {import("@playwright/test").Page} page
 * @param {string} text
 */
async function write(page, text, exercise = "overlap") {
  const { edit, editor } = parts(page, exercise);
  if (await edit.isVisible()) await edit.click();
  await editor.focus();
  await page.keyboard.press("ControlOrMeta+a");
  await editor.evaluate((place, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    place.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/** As an editor saves: whole or not at all. @param {string} text */
function saveElsewhere(text) {
  writeFileSync(`${FILE}.tmp`, text);
  renameSync(`${FILE}.tmp`, FILE);
}

const saved = () => readFileSync(FILE, "utf8");

test("a refused run stands above the expected one, on one axis", async ({ page, reader }) => {
  await reader.open();
  const { root, diagnosis } = parts(page);
  await expect(root.locator("code.language-rust").first()).toContainText("TODO");
  await write(page, IN_A_ROW);
  await page.keyboard.press("ControlOrMeta+s");
  await expect(diagnosis).toContainText("one after the other", COMPILED);
  const viewer = root.locator(".tv");
  await expect(viewer.locator(".tv-run")).toHaveText(["your answer", "expected"], COMPILED);
  await expect(viewer.locator(".tv-sentence")).toContainText("expected: 300 ms, 600 ms less than your answer");
  await expect(root.locator(".which-run")).toContainText("what it does and not how");
  await viewer.getByRole("button", { name: "To the end" }).click();
  await expect(viewer.locator(".tv-where")).toContainText("at 900 ms");
  // Where it is at the lines of the answer, they are marked; what was expected has no lines here.
  await viewer.getByRole("slider", { name: "Step" }).fill("3");
  const line = viewer.locator(".tv-line");
  const sentences = new Set();
  for (let step = 4; step < 20; step += 1) {
    await viewer.getByRole("button", { name: "Next step" }).click();
    if ((await viewer.locator(".tv-where").textContent())?.startsWith("expected") === false) continue;
    sentences.add(await viewer.locator(".tv-sentence").textContent());
    await expect(line).toHaveText("not on a line of the program");
  }
  expect([...sentences].join("\n")).toContain("main waits for call to rome");
  const shown = await root.innerHTML();
  for (const told of RIGHT.split("\n").filter((text) => /call\(/.test(text))) expect(shown).not.toContain(told.trim());
  await page.screenshot({ path: "../../target/browser-pages/expected.png", fullPage: false });
});

test("from the stub to the solution, on the page alone", async ({ page, reader }) => {
  await reader.open();
  const { root, check, status, where, diagnosis, checks } = parts(page);
  await expect(root.locator("code.language-rust").first()).toContainText("TODO");
  await check.click();
  await expect(status).toContainText("still says TODO", COMPILED);

  await write(page, IN_A_ROW);
  await expect(where).toContainText("not saved yet");
  await page.keyboard.press("ControlOrMeta+s");
  await expect(diagnosis).toContainText("one after the other", COMPILED);
  expect(saved()).toBe(IN_A_ROW);
  await expect(where).toContainText("as in the file");
  await expect(status).toContainText("Not yet.");
  await expect(checks.locator("li.refused").first()).toContainText("overlap");
  await expect(root.locator(".over-time .expected")).toContainText("0–300 ms");
  await expect(root.locator(".over-time .actual")).toContainText("600–900 ms");
  await expect(root.locator(".tv canvas")).toBeVisible();
  await root.screenshot({ path: "../../target/browser-pages/refused.png" });
  const { violations } = await new AxeBuilder({ page }).include('.exercise[data-exercise="overlap"]').analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`)).toEqual([]);

  await write(page, RIGHT);
  await check.click();
  await expect(status).toContainText("It passes");
  await expect(root).toHaveAttribute("data-state", "passing");
  await expect(page.locator("#mdbook-sidebar .solved").first()).toContainText("1 of 3 exercises solved");
});

test("a value that a later check refuses is shown beside the one expected", async ({ page, reader }) => {
  await reader.open();
  const { root, check, diagnosis, checks } = parts(page, "dependent_calls");
  await write(page, solutionOf("dependent_calls/wrong_made_up_number"), "dependent_calls");
  await check.click();
  await expect(diagnosis).toContainText("which is not the number that", COMPILED);
  const later = checks.locator("li.refused", { hasText: "the pair of answers is not what it should be" });
  await expect(later.locator(".expected")).toContainText('Ok(("an engine", "sunny"))');
  await expect(later.locator(".actual")).toContainText("there is no customer C-1000");
  // What runs over time is shown of the first refused check only.
  await expect(checks.locator(".expected", { hasText: "│" })).toHaveCount(0);
  await root.screenshot({ path: "../../target/browser-pages/values.png" });
});

test("what another editor saves appears at once, with a fresh verdict", async ({ page, reader }) => {
  await reader.open();
  const { root, status, diagnosis } = parts(page);
  await expect(root.locator("code.language-rust").first()).toContainText("TODO");
  saveElsewhere(IN_A_ROW);
  await expect(root.locator("code.language-rust").first()).not.toContainText("TODO");
  await expect(diagnosis).toContainText("one after the other", COMPILED);
  // Many saves: the last one counts.
  for (let n = 0; n < 9; n += 1) saveElsewhere(`${IN_A_ROW}// ${n}\n`);
  saveElsewhere(RIGHT);
  await expect(status).toContainText("It passes");
  await expect(root).toHaveAttribute("data-state", "passing");
});

test("a compile error stands at its line, with what it means", async ({ page, reader }) => {
  await reader.open();
  const { root, check, status } = parts(page);
  await write(page, RIGHT.replace("Ok(vec![", "let wrong: u32 = \"text\";\n    Ok(vec!["));
  await check.click();
  await expect(status).toContainText("It does not compile: one error", COMPILED);
  await expect(root.locator(".cm-told-error")).toHaveText("error: mismatched types – expected `u32`, found `&str`");
  await expect(root.locator(".cm-lintRange-error").last()).toHaveText('"text"');
  await root.getByText("What E0308 means").click();
  await expect(root.locator(".explained")).toContainText("Expected type did not match the received type");
  const link = root.getByRole("link", { name: "E0308 in Rust's documentation" });
  await expect(link).toHaveAttribute("href", "https://doc.rust-lang.org/error_codes/E0308.html");
  await root.screenshot({ path: "../../target/browser-pages/exercise-error.png" });
});

test("what keeps a future from being sent stands at its line", async ({ page, reader }) => {
  const name = "must_be_send";
  const stub = readFileSync(join(checkout, "solutions", "05_tasks", name, "stub.rs"), "utf8");
  await reader.open("05_tasks.html");
  const { root, check, status, diagnosis } = parts(page, name);
  await write(page, stub.replace(/.*TODO.*\n/, ""), name);
  await check.click();
  await expect(status).toContainText("Not yet", COMPILED);
  await expect(diagnosis).toContainText("The future of your function is not Send");
  const told = "error: future cannot be sent between threads safely – await occurs here, with `lines` maybe used later";
  await expect(root.locator(".cm-told-error")).toHaveText(told);
  await expect(root.locator(".cm-lintRange-error").last()).toHaveText("await");
  await expect(root.locator(".verdict-view")).not.toContainText("cargo playground check");
});

test("what was typed survives reload and navigation, and is in no file", async ({ page, reader }) => {
  await reader.open();
  const before = saved();
  const { editor, where } = parts(page);
  await write(page, "// TODO: half an idea");
  await expect(where).toContainText("not saved yet");
  await page.reload();
  await expect(editor).toContainText("half an idea");
  await page.goto("scratch.html");
  await page.goto("01_why_async.html");
  await expect(editor).toContainText("half an idea");
  await expect(where).toContainText("not saved yet");
  expect(saved()).toBe(before);
});

for (const keepsMine of [true, false]) {
  test(`both sides changed: both are shown, and ${keepsMine ? "mine" : "the file's"} is chosen`, async ({ page, reader }) => {
    await reader.open();
    const { root, conflict, check, status, editor } = parts(page);
    await write(page, "// TODO mine");
    saveElsewhere("// TODO theirs\n");
    await expect(conflict).toContainText("TODO theirs");
    await expect(conflict).toContainText("TODO mine");
    // Neither is lost by going on.
    await check.click();
    await expect(conflict).toContainText("TODO theirs");
    expect(saved()).toBe("// TODO theirs\n");
    await root.screenshot({ path: "../../target/browser-pages/conflict.png" });
    const { violations } = await new AxeBuilder({ page }).include(".conflict").analyze();
    expect(violations.map((v) => v.id)).toEqual([]);

    await conflict.getByRole("button", { name: keepsMine ? "Keep the one on this page" : "Take the one in the file" }).click();
    await expect(status).toContainText("The other version is in exercises/01_why_async/overlap/kept_1.rs");
    await expect(conflict).toBeHidden();
    const [chosen, other] = keepsMine ? ["// TODO mine", "// TODO theirs\n"] : ["// TODO theirs\n", "// TODO mine"];
    expect(saved()).toBe(chosen);
    await expect(editor).toContainText(chosen.trim());
    expect(readFileSync(join(course, "exercises", STEM, "overlap", "kept_1.rs"), "utf8")).toBe(other);
  });
}

test("a file that is gone can be written again", async ({ page, reader }) => {
  await reader.open();
  const { conflict, where } = parts(page);
  await write(page, "// TODO mine");
  rmSync(FILE);
  await expect(conflict).toContainText("is gone");
  expect(existsSync(FILE)).toBe(false);
  await conflict.getByRole("button", { name: "Write it again" }).click();
  await expect(where).toContainText("as in the file");
  expect(saved()).toBe("// TODO mine");
});

test("reset keeps what was there, and says where", async ({ page, reader }) => {
  const stub = saved();
  await reader.open();
  const { reset, status, editor } = parts(page);
  await write(page, RIGHT);
  await reset.click();
  await expect(status).toContainText("What was in it is in exercises/01_why_async/overlap/kept_1.rs");
  await expect(editor).toContainText("TODO");
  expect(saved()).toBe(stub);
  expect(readFileSync(join(course, "exercises", STEM, "overlap", "kept_1.rs"), "utf8")).toBe(RIGHT);
});

test("run shows what the stub does; hints come one by one; the solution is asked for", async ({ page, reader }) => {
  await reader.open();
  const { root, run, solution } = parts(page);
  await run.click();
  await expect(root.locator(".tv canvas")).toBeVisible(COMPILED);
  await expect(root).toHaveAttribute("data-state", "pending");

  await expect(root.getByText("A nudge")).toBeVisible();
  await expect(root.getByText("The idea")).toBeHidden();
  await root.getByText("A nudge").click();
  await root.getByText("The idea").click();
  await expect(root.getByText("The line to change")).toBeVisible();

  await solution.click();
  await expect(root.getByText("You have not solved it yet")).toBeVisible();
  await root.getByRole("button", { name: "Not yet" }).click();
  await expect(solution).toBeFocused();
  await solution.click();
  await root.getByRole("button", { name: "Show it" }).click();
  await expect(root.locator(".solution pre")).toContainText("try_join!");
  await expect(root.locator(".solution")).toContainText("No thread and no task was added");
});

test("Escape leaves the editor, to where one goes on", async ({ page, reader }) => {
  await reader.open();
  const { edit, editor, check } = parts(page);
  await edit.click();
  await expect(editor).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(check).toBeFocused();
});

test("the editor colours the code, closes brackets and shows which belong together", async ({ page, reader }) => {
  await reader.open();
  const { editor } = parts(page);
  await write(page, "fn f");
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("(");
  await expect(editor).toHaveText("fn f()");
  await expect(editor.locator(".cm-matchingBracket")).toHaveText(["(", ")"]);
  const colours = await editor.locator(".cm-line").evaluate((line) => {
    const keyword = [...line.querySelectorAll("span")].find((span) => span.textContent === "fn");
    return [line, keyword ?? line].map((part) => getComputedStyle(part).color);
  });
  expect(new Set(colours).size, "a keyword has a colour of its own").toBe(2);
});

test("a page that was opened without the key can be read, and says why nothing runs", async ({ page, server }) => {
  await page.goto(`${server.url}01_why_async.html`);
  await expect(page.locator(".session-notice").first()).toContainText("opened without the key");
  await expect(page.locator("main h1")).toContainText("async");
});

test("the key is gone from the address when the page is there, and the browser keeps it", async ({ page, server }) => {
  await page.goto(`${server.url}#key=${server.key}`);
  await expect(page.locator("html.playground")).toBeAttached();
  expect(page.url()).not.toContain("key=");
  const answered = page.waitForResponse((response) => response.url().includes("/api/"));
  await page.goto("01_why_async.html");
  expect((await answered).status()).toBe(200);
  await expect(page.locator(".session-notice")).toHaveCount(0);
});
