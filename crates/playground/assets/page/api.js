// How the page talks to the server that it came from: the session's token, JSON, and runs told line by line.

const token = document.querySelector('meta[name="playground-token"]')?.getAttribute("content") ?? "";

/** This open page's name, so that the server tells one tab from another. */
export const page = crypto.randomUUID();

/**
 * What the server tells of a run: see `run/event.rs`.
 *
 * @typedef {{ anchor: string | null, line: number, column: number, endLine: number, endColumn: number,
 *             primary: boolean, label: string | null }} Mark
 * @typedef {{ event: "status", text: string }} Status
 * @typedef {{ event: "diagnostic", level: "error" | "warning", message: string, code: string | null,
 *             rendered: string, marks: Mark[] }} Diagnostic
 * @typedef {{ event: "does_not_compile", seconds: number }} DoesNotCompile
 * @typedef {{ event: "finished", success: boolean, sentence: string, seconds: number,
 *             virtualSeconds: number | null, output: string, errors: string, explanation: string[],
 *             view: string | null, timeline: string | null, file: string, source: string }} Finished
 * @typedef {{ event: "refused", sentence: string }} Refused
 * @typedef {Status | Diagnostic | DoesNotCompile | Finished | Refused} RunEvent
 */

/** A sentence for the reader. */
export class Refusal extends Error {}

/**
 * @param {string} path
 * @param {unknown} [body] With one it is a POST.
 * @param {AbortSignal} [signal]
 * @returns {Promise<Response>}
 */
async function ask(path, body, signal) {
  /** @type {Record<string, string>} */
  const headers = { "x-playground-token": token };
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
    throw new Refusal("The server does not answer. Start it again with `cargo playground` and reload this page.");
  }
  if (response.ok) return response;
  const text = await response.text();
  let sentence = text.trim();
  try {
    sentence = JSON.parse(text).error;
  } catch {
    // The guard refuses in plain text.
  }
  throw new Refusal(sentence);
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
 * Runs a program; aborting the signal ends it.
 *
 * @param {object} program
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<RunEvent>}
 */
export async function* run(program, signal) {
  const response = await ask("/api/run", { page, ...program }, signal);
  if (response.body === null) throw new Refusal("The server gave no answer.");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    rest += value;
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line);
  }
}
