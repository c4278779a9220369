// How the page talks to the server that it came from: the session's key, JSON, and work that is told line by line.

import { key } from "./session.js";

/** This open page's name, so that the server tells one tab from another. */
export const page = crypto.randomUUID();

/**
 * What the server tells of a run or a check: see `event.rs` and `verdict.rs`.
 *
 * @typedef {{ anchor: string | null, line: number, column: number, endLine: number, endColumn: number,
 *             primary: boolean, label: string | null }} Mark
 * @typedef {{ event: "status", text: string }} Status
 * @typedef {{ event: "diagnostic", level: "error" | "warning", message: string, code: string | null,
 *             rendered: string, marks: Mark[] }} Diagnostic
 * @typedef {{ event: "does_not_compile", seconds: number }} DoesNotCompile
 * @typedef {{ view: string | null, timeline: string | null, undrawn: string | null, file: string, source: string }} Drawn
 * @typedef {{ event: "finished", success: boolean, sentence: string, seconds: number,
 *             virtualSeconds: number | null, output: string, errors: string, explanation: string[], marbles?: string | null } & Drawn} Finished
 * @typedef {{ name: string, passed: boolean | null, sentence: string | null, expected: string | null,
 *             actual: string | null, explanation: string[] }} Checked
 * @typedef {{ event: "verdict", verdict: string, checks: Checked[], seconds: number, printed: string[],
 *             recordedIn: string | null } & Drawn} Verdict
 * @typedef {{ event: "compared", view: string }} Compared
 * @typedef {{ event: "refused", sentence: string }} Refused
 * @typedef {Status | Diagnostic | DoesNotCompile | Finished | Verdict | Compared | Refused} WorkEvent
 *
 * What it tells of the learner's files.
 *
 * @typedef {{ event: "changed", text: string | null, problem: string | null }} Changed
 * @typedef {{ event: "watching", versions: Record<string, string | null> }} Watching
 * @typedef {{ event: "missed" } | { event: "alive" }} Beat
 * @typedef {{ exercise?: string, version?: string, asked?: string }} About
 * @typedef {(WorkEvent | Changed | Watching | Beat) & About} WatchEvent
 */

/** A sentence for the reader. */
export class Refusal extends Error {
  /**
   * @param {string} sentence
   * @param {number} [status] 0: nobody answered.
   * @param {any} [body]
   */
  constructor(sentence, status = 0, body = {}) {
    super(sentence);
    this.status = status;
    this.body = body;
  }
}

/**
 * @param {string} path
 * @param {unknown} [body] With one it is a POST.
 * @param {AbortSignal} [signal]
 * @returns {Promise<Response>}
 */
async function ask(path, body, signal) {
  /** @type {Record<string, string>} */
  const headers = { "x-playground-key": key };
  /** @type {RequestInit} */
  const init = { headers, signal: signal ?? null, cache: "no-store" };
  if (body !== undefined) {
    init.method = "POST";
    init.body = JSON.stringify(body);
    headers["content-type"] = "application/json";
  }
  let response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Refusal("The server does not answer. Start it again with `cargo playground`, and open the address that it prints.");
  }
  if (response.ok) return response;
  const text = await response.text();
  let said = { error: text.trim() };
  try {
    said = JSON.parse(text);
  } catch {
    // The guard refuses in plain text.
  }
  throw new Refusal(said.error, response.status, said);
}

/**
 * @param {string} path
 * @param {unknown} [body]
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export async function json(path, body, signal) {
  return (await ask(path, body, signal)).json();
}

/**
 * An answer of which each line is an event.
 *
 * @param {string} path
 * @param {object | undefined} body
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<any>}
 */
export async function* lines(path, body, signal) {
  const response = await ask(path, body, signal);
  if (response.body === null) throw new Refusal("The server gave no answer.");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    rest += value;
    const whole = rest.split("\n");
    rest = whole.pop() ?? "";
    for (const line of whole) yield JSON.parse(line);
  }
}

/**
 * Runs a program; aborting the signal ends it.
 *
 * @param {object} program
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<WorkEvent>}
 */
export function run(program, signal) {
  return lines("/api/run", { page, ...program }, signal);
}
