// What a piece of the picture is, in words, for the pointer that rests on it; and what a task did in all.

import { BLOCKING, READY, RUNNING, WAITING, pieceAt } from "./model.js";
import { duration } from "./words.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./model.js").Lane} Lane */

/** What a lane is at a step, and when; null: nothing is there. @param {Model} model @param {Lane} lane @param {number} step @returns {[string, string] | null} */
export function tip(model, lane, step) {
  const { pieces, end } = lane;
  if (lane.kind === "group") {
    const of = (/** @type {number} */ state) => (lane.counts?.[3 * step + state] ?? 0).toLocaleString("en");
    return [lane.name, `${of(RUNNING)} run, ${of(READY)} are ready, ${of(WAITING)} wait at ${duration(model.at(step))}`];
  }
  if (end !== null && step >= end.at) return [`${lane.name}: ${end.how === "shutdown" ? "dropped with the runtime" : end.how}`, `at ${duration(model.at(end.at))}`];
  const i = pieceAt(pieces, step);
  const [from, to, what] = [pieces[i] ?? 0, pieces[i + 1] ?? 0, pieces[i + 2] ?? 0];
  if (i < 0 || step >= to) return null;
  const begins = duration(model.at(from));
  const long = model.at(to) - model.at(from);
  const when = long > 0 ? `for ${duration(long)}, from ${begins} to ${duration(model.at(to))}` : `at ${begins}`;
  return [`${lane.name}: ${is(model, lane, from, to, what)}`, to >= model.count ? `from ${begins} on` : when];
}

/** @param {Model} model @param {Lane} lane @param {number} from @param {number} to @param {number} what */
function is(model, lane, from, to, what) {
  const text = lane.texts[what] ?? "";
  switch (lane.kind) {
    case "lock":
      return text.endsWith(" left") ? `permits: ${text}` : `held by ${text}`;
    case "channel":
      return what < 0 ? "how full it is cannot be known" : what === 0 ? "empty" : (lane.texts[0] ?? `${what} of ${lane.capacity} messages`);
    case "branch":
      return to < model.count && model.event(to).how === "abandoned" ? "waits, and is dropped" : "waits";
  }
  if (what === RUNNING) return "runs";
  if (what === BLOCKING) return "blocks its thread: nothing else can run on it";
  if (what === READY) return "ready, not yet polled";
  const waits = model.waitsAt(lane.run, lane.task, from).map(({ id }) => model.recording(lane.run).view?.waits[id - 1]?.[0] ?? "something");
  return waits.length > 3 ? `waits for ${waits.length} things` : `waits for ${waits.join(", ") || "nothing that is known"}`;
}

/** @param {Model} model @param {Lane} lane Of a task. */
export function totals(model, { pieces, end }) {
  const spent = [0, 0, 0, 0];
  let polls = 0;
  for (let i = 0; i < pieces.length; i += 3) {
    const state = pieces[i + 2] ?? 0;
    spent[state] = (spent[state] ?? 0) + model.at(pieces[i + 1] ?? 0) - model.at(pieces[i] ?? 0);
    if (state === RUNNING || state === BLOCKING) polls += 1;
  }
  const [runs, ready, waits] = [(spent[RUNNING] ?? 0) + (spent[BLOCKING] ?? 0), spent[READY] ?? 0, spent[WAITING] ?? 0].map(duration);
  return {
    polls: String(polls),
    runs: runs ?? "",
    ready: ready ?? "",
    waits: waits ?? "",
    from: duration(model.at(pieces[0] ?? 0)),
    end: end === null ? "has not ended" : `${end.how === "shutdown" ? "dropped" : end.how} at ${duration(model.at(end.at))}`,
  };
}
