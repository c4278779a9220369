// A recording as large as they come, made up: many tasks that sleep, take a lock and hand something on.

/**
 * @param {number} tasks
 * @param {number} rounds How often each sleeps: seven events a round.
 */
export function crowd(tasks, rounds) {
  const place = { file: "src/crowd.rs", line: 12 };
  /** @type {object[]} */
  const events = [];
  /** @type {string[]} */
  const sentences = [];
  /** @type {{ id: number, name: string, kind: string, place: object | null, parent: number | null }[]} */
  const list = [{ id: 1, name: "main", kind: "main", place: null, parent: null }];
  /** @type {object[]} */
  const waits = [];
  let at = 0;
  /** @param {number | null} during @param {object} what @param {string} sentence */
  const add = (during, what, sentence) => {
    events.push({ step: events.length, at, during, ...what });
    sentences.push(sentence);
  };
  add(null, { event: "task_spawned", task: 1 }, "`main` begins; it is ready");
  add(1, { event: "poll_started", task: 1 }, "the runtime polls `main`");
  for (let id = 2; id <= tasks; id += 1) {
    list.push({ id, name: id === 2 ? "worker" : `worker ${id - 1}`, kind: "spawned", place, parent: 1 });
    add(1, { event: "task_spawned", task: id }, `\`main\` spawns \`worker ${id - 1}\` on line 12; it is ready`);
  }
  add(1, { event: "poll_ended", task: 1 }, "`main` returns to the runtime");
  for (let round = 0; round < rounds; round += 1) {
    for (let id = 2; id <= tasks; id += 1) {
      const name = `\`worker ${id - 1}\``;
      if (round > 0) add(null, { event: "woken", task: id, cause: { by: "timer", wait: waits.length - tasks + 2 } }, `${name} is woken: its sleep is over`);
      add(id, { event: "poll_started", task: id }, `the runtime polls ${name}`);
      if (round > 0) add(id, { event: "wait_ended", wait: waits.length - tasks + 2, how: "done" }, `${name} has slept`);
      if (id % 50 === 0) add(id, { event: "note", text: `round ${round}` }, `${name} says: round ${round}`);
      if (round === rounds - 1) {
        add(id, { event: "task_ended", task: id, how: "completed" }, `${name} is completed`);
      } else {
        waits.push({ id: waits.length + 1, task: id, operation: "sleep", label: null, resource: null, target: null, deadline: at, place, stack: [] });
        add(id, { event: "wait_started", wait: waits.length }, `${name} sleeps on line 12`);
      }
      add(id, { event: "poll_ended", task: id }, `${name} returns to the runtime`);
    }
    at += 1_000_000;
    add(null, { event: "clock_advanced", from: at - 1_000_000, to: at }, "the clock goes on by 1 s");
  }
  const view = {
    lanes: list.map(({ id }) => [id, id === 1 ? 0 : 1]),
    branches: [],
    waits: waits.map(() => ["sleep", null]),
    locks: [],
    explanation: [],
    sentences,
  };
  return { format: "tokio-timeline", version: 1, clock: "paused", outcome: { outcome: "completed" }, tasks: list, resources: [], waits, events, omitted: 0, view };
}
