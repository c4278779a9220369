// The interactive timelines: stepping, what is said and marked at known steps, comparing, links, looks, and size.

import { execFileSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { AxeBuilder } from "@axe-core/playwright";
import { crowd } from "./crowd.js";
import { faint, isDrawn, marked, objections, parts, ready, wear } from "./parts.js";
import { expect, test } from "./reader.js";
import { root as checkout } from "./course.js";
import { binary } from "./server.js";

test("keys step through, and the page says and marks what happens", async ({ page, reader }) => {
  await reader.open();
  await ready(page);
  const address = new URL(page.url()).pathname;
  const { root, sentence, where, line, live, here, play } = parts(page, "in_a_row");
  await expect(sentence).toContainText("28 steps in 9 s");
  await expect(sentence).toContainText("Where the time went: 3 s call to rome → 3 s call to oslo → 3 s call to cairo");
  await expect(parts(page, "computing").sentence).toContainText("Where the time went: 3 s analyse runs → 6 s the thread is busy");
  await expect(parts(page, "in_a_row_and_overlapped").sentence).toContainText("Where the time of overlapped went: 3 s call to rome");
  await play.focus();
  await page.keyboard.press("ArrowRight");
  await expect(sentence).toHaveText("main begins; it is ready.");
  await page.keyboard.press("ArrowRight");
  await expect(sentence).toHaveText("The runtime polls main.");
  for (let i = 0; i < 2; i += 1) await page.keyboard.press("ArrowRight");
  await expect(sentence).toHaveText("main waits on line 51 for call to rome.");
  await expect(where).toHaveText("Step 4 of 28 · at 0 s");
  await expect(line).toHaveText('line 51match city.call("weather").await {');
  expect(await marked(here.first())).toBe('match city.call("weather").await {');
  expect(await marked(page.locator(".tv-mark:not(.tv-here)").first())).toBe("report(rome).await;");
  await expect(live).toHaveText("main waits on line 51 for call to rome. Step 4 of 28 · at 0 s.");
  await page.keyboard.press("ArrowLeft");
  await expect(where).toContainText("Step 3 of 28");
  await page.keyboard.press("End");
  await expect(where).toHaveText("Step 28 of 28 · at 9 s");
  await page.keyboard.press("Home");
  await expect(where).toContainText("Step 1 of 28");
  expect(new URL(page.url()).pathname, "the book did not turn its page").toBe(address);
  await expect(root.locator("canvas")).toBeVisible();
});

test("shift goes from one event of a task to its next", async ({ page, reader }) => {
  await reader.open("01_why_async.html#frozen/5");
  await ready(page);
  const { where, sentence, play } = parts(page, "frozen");
  await expect(sentence).toHaveText("The runtime polls heartbeat.");
  await play.focus();
  for (const step of [7, 8, 9, 19]) {
    await page.keyboard.press("Shift+ArrowRight");
    await expect(where).toContainText(`Step ${step} of 38`);
  }
  await expect(sentence).toHaveText("heartbeat is woken, because the timer in Interval::tick has run out.");
  await page.keyboard.press("Shift+ArrowLeft");
  await expect(where).toContainText("Step 9 of 38");
});

test("who runs, who is ready and when the next timer is, is said at each step", async ({ page, reader }) => {
  await reader.open("01_why_async.html#computing/10");
  await ready(page);
  const { root, next } = parts(page, "computing");
  await expect(root.locator(".tv-is-now")).toHaveText(["runs analyse", "ready analyse 2, analyse 3", "next timer none"]);
  await page.evaluate(() => (location.hash = "#in_a_row/4"));
  const waits = parts(page, "in_a_row").root.locator(".tv-is-now");
  await expect(waits).toHaveText(["runs nobody", "ready nobody", "next timer 3 s"]);
  await next.click();
});

test("where every task stands is marked, each by its name", async ({ page, reader }) => {
  await reader.open("01_why_async.html#frozen/18");
  await ready(page);
  const { marks, here } = parts(page, "frozen");
  await expect(marks).toHaveCount(2);
  expect(await marked(here)).toBe("beat.tick().await;");
  await expect(here.locator('.tv-who[data-state="ready"]')).toHaveText("heartbeat");
  const other = page.locator(".tv-mark:not(.tv-here)");
  expect(await marked(other)).toBe('heartbeat.await.expect("a heartbeat does not panic");');
  await expect(other.locator('.tv-who[data-state="waits"]')).toHaveText("main");
});

test("the pointer steps, scrubs and picks lines", async ({ page, reader }) => {
  await reader.open();
  await ready(page);
  const { root, next, slider, where, sentence } = parts(page, "overlapped");
  await next.click();
  await next.click();
  await expect(where).toContainText("Step 2 of 22");
  const canvas = root.locator("canvas");
  const box = await canvas.boundingBox();
  await canvas.click({ position: { x: (box?.width ?? 0) - 12, y: 50 } });
  await expect(where).toContainText("Step 22 of 22");
  await slider.fill("10");
  await expect(sentence).toContainText("main is woken");
  // Play by itself, and stop.
  await root.getByRole("combobox", { name: "Speed" }).selectOption("4");
  await parts(page, "overlapped").play.click();
  await expect(where).toContainText(/Step 1[3-7] of 22/);
  await root.getByRole("button", { name: "Pause" }).click();
  const rest = await where.textContent();
  await page.waitForTimeout(400);
  await expect(where).toHaveText(rest ?? "");

  const line = page.locator('[data-scene="in_a_row"]').getByRole("button", { name: /^Line 51: 6 steps/ });
  await line.click();
  const row = parts(page, "in_a_row");
  await expect(row.sentence).toHaveText("main waits on line 51 for call to rome.");
  await line.click();
  await expect(row.sentence).toHaveText("main has what it waited for: call to rome.");
});

test("while it plays, a screen reader is left in peace", async ({ page, reader }) => {
  await reader.open();
  await ready(page);
  const { root, live, play, where } = parts(page, "in_a_row");
  await root.getByRole("combobox", { name: "Speed" }).selectOption("8");
  await play.click();
  await expect(where).toContainText(/Step ([6-9]|1\d) of 28/);
  await expect(live).toHaveText("");
  await root.getByRole("button", { name: "Pause" }).click();
  await expect(live).not.toHaveText("");
});

test("two runs on one axis, with the difference in words", async ({ page, reader }) => {
  await reader.open();
  await ready(page);
  const { root, sentence, where, play } = parts(page, "in_a_row_and_overlapped");
  await expect(sentence).toContainText("in_a_row: 9 s (never in two waits at once)");
  await expect(sentence).toContainText("overlapped: 3 s, 6 s less than in_a_row (in up to 3 waits at once)");
  await expect(root.getByRole("button", { name: "Time in proportion" })).toHaveAttribute("aria-pressed", "true");
  await expect(root.locator(".tv-run")).toHaveText(["in_a_row", "overlapped"]);
  await play.focus();
  await page.keyboard.press("End");
  await expect(where).toContainText("in_a_row · step 50 of 50 · at 9 s");
  await root.getByRole("button", { name: "Steps evenly spaced" }).click();
  await expect(root.getByRole("button", { name: "Steps evenly spaced" })).toHaveAttribute("aria-pressed", "true");
});

test("a prediction comes first, and the timeline behind it is whole when it is shown", async ({ page, reader }) => {
  await reader.open();
  await ready(page);
  const { root, next, sentence } = parts(page, "breakfast");
  await expect(root).toBeHidden();
  await page.locator('[data-scene="breakfast"]').getByText("breakfast, after 3 s").first().click();
  await expect(root).toBeVisible();
  await next.click();
  await expect(sentence).toHaveText("main begins; it is ready.");
  const box = await root.locator("canvas").boundingBox();
  expect(box?.width).toBeGreaterThan(300);
  expect(await isDrawn(root)).toBe(true);
});

test("the address says where one is, and leads back there", async ({ page, reader, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await reader.open("01_why_async.html#overlapped/10");
  await ready(page);
  const { root, where, next } = parts(page, "overlapped");
  await expect(where).toContainText("Step 11 of 22");
  await expect(root).toBeInViewport();
  await next.click();
  await expect.poll(() => new URL(page.url()).hash).toBe("#overlapped/11");
  await root.getByRole("button", { name: "Copy link" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/01_why_async\.html#overlapped\/11$/);
  // Also to what is hidden behind a prediction.
  await page.evaluate(() => (location.hash = "#computing/3"));
  await expect(parts(page, "computing").where).toContainText("Step 4 of");
  await expect(parts(page, "computing").root).toBeInViewport();
});

test("a recording can be taken away and opened again, alone or with another", async ({ page, reader }, info) => {
  await reader.open();
  await ready(page);
  const files = [];
  for (const scene of ["in_a_row", "overlapped"]) {
    const download = page.waitForEvent("download");
    await parts(page, scene).root.getByRole("button", { name: "Download recording" }).click();
    const file = info.outputPath((await download).suggestedFilename());
    await (await download).saveAs(file);
    expect(JSON.parse(readFileSync(file, "utf8")).format).toBe("tokio-timeline");
    files.push(file);
  }
  const scene = page.locator('[data-scene="frozen"]');
  await scene.locator("input[type=file]").setInputFiles(files);
  await expect(scene.locator(".tv-run")).toHaveText(["in_a_row", "overlapped"]);
  await expect(scene.locator(".tv-opened .tv-sentence")).toContainText("overlapped: 3 s");
  await scene.getByRole("button", { name: "Back to the recording of this page" }).click();
  await expect(parts(page, "frozen").root).toBeVisible();

  const wrong = info.outputPath("wrong.json");
  for (const text of ['{"format":"other"}', '{"a":1}', "{}", "[]", "null", "3"]) {
    writeFileSync(wrong, text);
    await scene.locator("input[type=file]").setInputFiles(wrong);
    await expect(scene.locator(".tv-status")).toHaveText("This is not a recording.");
    await scene.locator(".tv-status").evaluate((status) => (status.textContent = ""));
  }
});

test("what the command line prints as JSON is opened with its sentences", async ({ page, reader }, info) => {
  test.setTimeout(240_000);
  const [program, lesson, free] = ["two.rs", "lesson.json", "free.json"].map((file) => info.outputPath(file));
  writeFileSync(String(program), DEADLOCK.replaceAll("(b, a)", "(a, b)"));
  writeFileSync(String(free), execFileSync(binary(), ["run", String(program), "--json"], { cwd: checkout, stdio: "pipe" }));
  const play = ["run", "--quiet", "--bin", "lesson_1", "--", "--scene", "breakfast", "--json"];
  writeFileSync(String(lesson), execFileSync("cargo", play, { cwd: checkout, stdio: "pipe" }));
  await reader.open();
  await ready(page);
  const scene = page.locator('[data-scene="frozen"]');
  for (const [file, said] of /** @type {const} */ ([[free, /^both 2 waits on line 5 for the Mutex made on line 13$/], [lesson, /^main says: juice$/]])) {
    await scene.locator("input[type=file]").first().setInputFiles(String(file));
    await scene.locator(".tv-opened").getByRole("button", { name: "Table of events" }).click();
    await expect(scene.locator(".tv-opened").getByRole("cell", { name: said }).first()).toBeVisible();
    await scene.getByRole("button", { name: "Back to the recording of this page" }).click();
  }
});

test("a table tells the same", async ({ page, reader }) => {
  await reader.open();
  await ready(page);
  const { root, where } = parts(page, "frozen");
  await root.getByRole("button", { name: "Table of events" }).click();
  await expect(root.getByRole("row")).toHaveCount(39);
  await root.getByRole("button", { name: "Go to step 19" }).click();
  await expect(where).toContainText("Step 19 of 38");
  await expect(root.locator("tr[aria-current]")).toContainText("heartbeat is woken");
});

test("what the pointer rests on is told, and what each task did in all", async ({ page, reader }) => {
  await reader.open();
  await ready(page);
  const { root } = parts(page, "in_a_row");
  const canvas = root.locator("canvas");
  await canvas.scrollIntoViewIfNeeded();
  const { width } = (await canvas.boundingBox()) ?? { width: 0 };
  const tip = root.locator(".tv-tip");
  await expect(tip).toBeHidden();
  // In the first of three waits.
  await canvas.hover({ position: { x: width * 0.22, y: 34 + 21 } });
  await expect(tip).toHaveText("main: waits for call to romefor 3 s, from 0 s to 3 s");
  // Nothing was selected by it.
  await expect(root).not.toHaveClass(/tv-stepping/);
  await root.locator(".tv-label").first().hover();
  await expect(tip).toHaveText("main, in all4 polls: runs 0 s, ready 0 s, waits 9 s");
  await page.mouse.move(0, 0);
  await expect(tip).toBeHidden();

  await root.getByRole("button", { name: "Table of tasks" }).click();
  const table = root.getByRole("group", { name: "Table of tasks" });
  await expect(table.locator("tbody tr")).toHaveCount(1);
  await expect(table.locator("tbody td")).toHaveText(["main", "0 s", "completed at 9 s", "4", "0 s", "0 s", "9 s"]);
});

test("causes and effects are shown on request", async ({ page, reader }) => {
  await reader.open("01_why_async.html#frozen/18");
  await ready(page);
  const { root } = parts(page, "frozen");
  const before = await root.locator("canvas").screenshot();
  await root.getByRole("button", { name: "Causes and effects" }).click();
  await expect(root.getByText("led to it")).toBeVisible();
  await expect.poll(async () => (await root.locator("canvas").screenshot()).equals(before)).toBe(false);
});

test("axe finds nothing while somebody steps, in any light", async ({ page, reader }) => {
  test.setTimeout(120_000);
  await reader.open("01_why_async.html#frozen/18");
  await ready(page);
  const { root } = parts(page, "frozen");
  await root.getByRole("button", { name: "Table of events" }).click();
  await root.getByRole("button", { name: "Causes and effects" }).click();
  for (const theme of ["light", "rust", "coal", "navy", "ayu"]) {
    await wear(page, theme);
    expect(await faint(page, '[data-scene="frozen"]'), theme).toEqual([]);
    expect(await isDrawn(root)).toBe(true);
    await page.screenshot({ path: `../../target/browser-pages/viewer-${theme}.png` });
  }
  expect(await objections(page, '[data-scene="frozen"]')).toEqual([]);
});

test("the theme can be changed while it is shown", async ({ page, reader }) => {
  await reader.open();
  await ready(page);
  const canvas = parts(page, "in_a_row").root.locator("canvas");
  await canvas.scrollIntoViewIfNeeded();
  const light = await canvas.screenshot();
  await page.evaluate(() => document.documentElement.classList.replace("light", "navy"));
  await expect.poll(async () => (await canvas.screenshot()).equals(light)).toBe(false);
});

for (const [name, width, height] of /** @type {const} */ ([["phone", 390, 844], ["a page enlarged to 200 %", 640, 450]])) {
  test(`nothing sticks out: ${name}`, async ({ page, reader }) => {
    await page.setViewportSize({ width, height });
    await reader.open("01_why_async.html#frozen/32", "navy");
    await ready(page);
    await page.screenshot({ path: `../../target/browser-pages/viewer-${width}.png` });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const { root, next } = parts(page, "frozen");
    const outside = await root.evaluate((tv) => {
      const { left, right } = tv.getBoundingClientRect();
      return [...tv.querySelectorAll("button, select, input[type=range], .tv-sentence")]
        // The names of lanes lie in a frame of their own.
        .filter((part) => part.closest(".tv-scroll") === null)
        .filter((part) => part.getBoundingClientRect().width > 0)
        .filter((part) => part.getBoundingClientRect().left < left || part.getBoundingClientRect().right > right + 1)
        .map((part) => part.outerHTML);
    });
    expect(outside).toEqual([]);
    await next.click();
  });
}

test("an arrow steps through the timeline in view, wherever the focus is, and else turns the page", async ({ page, reader }) => {
  await reader.open();
  await ready(page);
  const address = new URL(page.url()).pathname;
  const { root, sentence, where } = parts(page, "in_a_row");
  await root.scrollIntoViewIfNeeded();
  await sentence.click();
  await page.keyboard.press("ArrowRight");
  await expect(where).toContainText("Step 1 of 28");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await expect(where).toContainText("Step 1 of 28");
  expect(new URL(page.url()).pathname).toBe(address);
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(/02_coroutines/);
});

test("from right to left, the page keeps its order and time its direction", async ({ page, reader }) => {
  await reader.open();
  await ready(page);
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  const { root, play, where, slider } = parts(page, "in_a_row");
  await play.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(where).toContainText("Step 2 of 28");
  expect(await slider.evaluate((element) => getComputedStyle(element).direction)).toBe("ltr");
  expect(await root.locator(".tv-scroll").evaluate((element) => getComputedStyle(element).direction)).toBe("ltr");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
});

test("on paper there is the picture", async ({ page, reader }) => {
  await reader.open();
  await ready(page);
  await page.emulateMedia({ media: "print" });
  const scene = page.locator('[data-scene="in_a_row"]');
  await expect(scene.locator("svg.timeline")).toBeVisible();
  await expect(scene.locator(".tv")).toBeHidden();
});

const DEADLOCK = `use std::{sync::Arc, time::Duration};
use tokio::{sync::Mutex, time::sleep};

async fn both(first: Arc<Mutex<u32>>, second: Arc<Mutex<u32>>) {
    let first = first.lock().await;
    sleep(Duration::from_millis(10)).await;
    let second = second.lock().await;
    println!("{first} {second}");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (a, b) = (Arc::new(Mutex::new(1)), Arc::new(Mutex::new(2)));
    let _ = tokio::join!(tokio::spawn(both(a.clone(), b.clone())), tokio::spawn(both(b, a)));
}
`;

test("a report is one file with everything in it", async ({ page, context }, info) => {
  test.setTimeout(240_000);
  const [program, report] = [info.outputPath("locks.rs"), info.outputPath("locks.html")];
  writeFileSync(program, DEADLOCK);
  // It stalls, and says so with its exit code.
  expect(() => execFileSync(binary(), ["run", program, "--report", report], { cwd: checkout, stdio: "pipe" })).toThrow(/stalled/);
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("pageerror", (error) => asked.push(error.message));
  page.on("console", (message) => asked.push(message.text()));
  const address = pathToFileURL(report).href;
  await page.goto(`${address}#x/20`);
  await ready(page);
  await expect(page.getByText("Deadlock at 10 ms")).toBeVisible();
  await expect(page.locator(".tv-sentence")).toHaveText("both waits on line 7 for the Mutex made on line 13.");
  expect(await marked(page.locator(".tv-here"))).toBe("let second = second.lock().await;");
  await page.getByRole("button", { name: "To the end" }).click();
  await expect(page.locator(".tv-sentence")).toHaveText("Nothing can run any more.");
  await expect(page.locator(".tv-legend").getByText("stuck: nothing can wake it")).toBeVisible();
  expect(await isDrawn(page.locator(".tv"))).toBe(true);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`)).toEqual([]);
  expect(asked.filter((url) => !url.startsWith(address) && !url.startsWith("data:"))).toEqual([]);
  await page.screenshot({ path: "../../target/browser-pages/report.png" });

  const still = await context.browser()?.newContext({ javaScriptEnabled: false });
  const quiet = await still?.newPage();
  await quiet?.goto(address);
  await expect(/** @type {import("@playwright/test").Page} */ (quiet).locator("svg.timeline")).toBeVisible();
  await still?.close();
});

test("what is worth a warning is told below the picture, with a way to its step", async ({ page }, info) => {
  test.setTimeout(240_000);
  const [program, report] = [info.outputPath("queue.rs"), info.outputPath("queue.html")];
  writeFileSync(program, LOST);
  execFileSync(binary(), ["run", program, "--report", report], { cwd: checkout, stdio: "pipe" });
  await page.goto(pathToFileURL(report).href);
  await ready(page);
  const warnings = page.locator(".tv-warnings");
  await expect(warnings.locator("summary")).toHaveText("One warning of the recorder");
  await expect(warnings).toContainText("saves, which was spawned at");
  await expect(warnings).toContainText("nobody was seen waiting for its end");
  await warnings.getByRole("button", { name: /^Step \d+$/ }).click();
  await expect(page.locator(".tv-sentence")).toHaveText("saves has panicked on line 7: the disk is full.");

  // What it printed is there, and each line that has steps has its mark.
  await expect(page.locator("pre.printed")).toContainText("saving");
  await expect(page.locator(".tv-numbers")).toContainText("14");
  /** @param {number} line */
  const from = async (line) => {
    const mark = await page.getByRole("button", { name: new RegExp(`^Line ${line}: `) }).boundingBox();
    const first = await page.locator(".tv-program > code").boundingBox();
    return (mark?.y ?? 0) - (first?.y ?? 0);
  };
  const high = ((await from(13)) - (await from(5))) / 8;
  expect(high).toBeGreaterThan(15);
  expect(Math.abs((await from(5)) - 4 * high)).toBeLessThan(high);
});

test("where the page speaks of it, a warning is there for whoever asks", async ({ page, reader }) => {
  await reader.open("05_tasks.html");
  await ready(page);
  const lesson = page.locator('.tv[aria-label="Timeline of unseen"] .tv-warnings');
  await expect(lesson.locator("summary")).toBeVisible();
  await expect(lesson.locator("li")).toBeHidden();
  await lesson.locator("summary").click();
  await expect(lesson.locator("li")).toContainText("broken_upload");
});

const LOST = `use std::time::Duration;
use tokio::time::sleep;

async fn saves() {
    sleep(Duration::from_secs(1)).await;
    println!("saving");
    panic!("the disk is full");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    tokio::spawn(saves());
    sleep(Duration::from_secs(2)).await;
}
`;

const QUEUE = `use std::time::Duration;
use tokio::{sync::mpsc, time::sleep};

async fn producer(tx: mpsc::Sender<u32>) {
    for number in 0..5 {
        tx.send(number).await.unwrap();
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (tx, mut rx) = mpsc::channel(3);
    tokio::spawn(producer(tx));
    while rx.recv().await.is_some() {
        sleep(Duration::from_secs(1)).await;
    }
}
`;

test("a channel has a row: how full it is, and who waits for room", async ({ page }, info) => {
  test.setTimeout(120_000);
  const [program, report] = [info.outputPath("queue.rs"), info.outputPath("queue.html")];
  writeFileSync(program, QUEUE);
  execFileSync(binary(), ["run", program, "--report", report], { cwd: checkout, stdio: "pipe" });
  await page.goto(`${pathToFileURL(report).href}#x/0`);
  await ready(page);
  const state = page.locator(".tv-channel .tv-state");
  const said = new Set();
  const next = page.getByRole("button", { name: "Next step" });
  const count = Number(/of (\d+)/.exec((await page.locator(".tv-where").textContent()) ?? "")?.[1]);
  for (let step = 1; step < count; step += 1) {
    await next.click();
    await expect(page.locator(".tv-where")).toContainText(`Step ${step + 1} of`);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    said.add(await state.textContent());
  }
  // In the order in which they are first said.
  expect([...said]).toEqual([
    "", "main waits", "1 of 3 · main waits", "1 of 3", "2 of 3", "3 of 3", "3 of 3 · producer waits", "empty",
  ]);
  await expect(page.locator(".tv-legend").getByText("how full a channel is")).toBeVisible();
  expect(await isDrawn(page.locator(".tv"))).toBe(true);
});

test("the sign on a wait that was given up is in the legend", async ({ page, reader }) => {
  await reader.open("06_gather.html#first_failure/0");
  await ready(page);
  const { root } = parts(page, "first_failure");
  await expect(root.locator(".tv-legend").getByText("cancelled: dropped before it was done")).toBeVisible();
  // Where nothing is, there is no word for it.
  await expect(parts(page, "first_failure").root.locator(".tv-legend").getByText("panicked")).toHaveCount(0);
});

test("a page without a timeline does not load the viewer", async ({ page, reader }) => {
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.route("**/01_why_async.html", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replaceAll(/<script type="application\/json">[^]*?<\/script>/g, "");
    await route.fulfill({ response, body });
  });
  await reader.open();
  // A page that follows the learner's files always has a request open: the network is never idle.
  await page.waitForLoadState("load");
  expect(asked.filter((path) => path.startsWith("/viewer/"))).toEqual([]);
  await page.unroute("**/01_why_async.html");
  await page.goto("01_why_async.html");
  await ready(page);
  expect(asked).toContain("/viewer/main.js");
});

test("the viewer is at most 40 kB, compressed", async ({ page, reader }) => {
  /** @type {Promise<[string, number]>[]} */
  const loaded = [];
  page.on("response", (response) => {
    if (!/\/viewer\//.test(response.url())) return;
    loaded.push(response.body().then((body) => [new URL(response.url()).pathname, gzipSync(body).length]));
  });
  await reader.open();
  await ready(page);
  const sizes = new Map(await Promise.all(loaded));
  expect([...sizes.keys()]).toEqual(expect.arrayContaining(["/viewer/main.js", "/viewer/draw.js", "/viewer/viewer.css"]));
  const size = [...sizes.values()].reduce((sum, one) => sum + one, 0);
  console.log(`the viewer: ${size} bytes in ${sizes.size} files, each compressed by itself`);
  expect(size).toBeLessThan(40_000);
});

test("ten thousand tasks open at once and scroll", async ({ page, reader }, info) => {
  const file = info.outputPath("crowd.json");
  const recording = crowd(10_000, 4);
  expect(recording.events.length).toBeGreaterThan(190_000);
  writeFileSync(file, JSON.stringify(recording));
  expect(statSync(file).size).toBeGreaterThan(20_000_000);
  await reader.open();
  await ready(page);
  const scene = page.locator('[data-scene="in_a_row"]');
  await scene.locator("input[type=file]").evaluate((input) => {
    input.addEventListener("change", () => performance.mark("asked"), { capture: true });
    const seen = () => {
      if (document.querySelector(".tv-opened canvas") === null) requestAnimationFrame(seen);
      else requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("drawn")));
    };
    seen();
  });
  await scene.locator("input[type=file]").setInputFiles(file);
  await expect(scene.locator(".tv-opened .tv-sentence")).toContainText("190,788 steps", { timeout: 30_000 });
  await expect(scene.locator(".tv-opened .tv-group")).toContainText("worker × 9,999");
  const opened = await page.waitForFunction(() => {
    if (performance.getEntriesByName("drawn").length === 0) return 0;
    return performance.measure("opened", "asked", "drawn").duration;
  });
  await scene.locator(".tv-fold").click();
  await scene.getByRole("button", { name: "Zoom in" }).click({ clickCount: 9 });
  const frames = await scene.locator(".tv-opened .tv-scroll").evaluate(async (scroll) => {
    const times = [];
    let last = performance.now();
    for (let i = 0; i < 90; i += 1) {
      scroll.scrollTop += 97;
      scroll.scrollLeft += 61;
      await new Promise((resolve) => requestAnimationFrame(resolve));
      times.push(performance.now() - last);
      last = performance.now();
    }
    return times.sort((a, b) => a - b);
  });
  const figures = { opened: Math.round(Number(await opened.jsonValue())), median: frames[45], slow: frames[85] };
  console.log(`10,000 tasks: shown after ${figures.opened} ms; frames while scrolling: ${figures.median?.toFixed(1)} ms, 95 % within ${figures.slow?.toFixed(1)} ms`);
  await expect(scene.locator(".tv-opened .tv-label").first()).toBeVisible();
  expect(await scene.locator(".tv-opened .tv-label").count(), "only what can be seen is there").toBeLessThan(40);
});
