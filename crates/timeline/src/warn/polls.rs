//! Warnings about single polls and rows of them: threads that are held, tasks that wake themselves, wakes for nothing.

use std::collections::HashMap;

use crate::{
    model::*,
    text::duration,
    warn::{LONG, Warning, WarningKind, at, facts::Facts, facts::index, name, names},
};

/// So many polls in a row that only the task itself asked for are no longer a future that takes a few turns to finish.
const BUSY_POLLS: u32 = 1_000;

/// The same for `yield_now`, which long computations call on purpose: once for each chunk of their work.
const BUSY_YIELDS: u32 = 10_000;

/// So many wakes from one place, of a task that was ready anyway, are no coincidence of things that finish together.
const REDUNDANT_WAKES: u32 = 1_000;

/// What to do instead of running on and on.
const NEVER_YIELDS: &str = "Move the computation to `tokio::task::spawn_blocking`, or give way from time to time with \
                            `tokio::task::yield_now().await`.";

/// A task, as far as the polls tell.
#[derive(Clone, Default)]
struct State {
    /// Since when it could have run.
    ready: Option<Micros>,
    over: bool,
    polls: u32,
    /// When the poll began that it is in.
    since: Option<Micros>,
    /// Where its code stood when it last began to wait, and where it stood before this poll.
    stands: Option<Place>,
    stood: Option<Place>,
    waits: u32,
    /// How many polls in a row it alone has asked for, the first of their steps, and whether this one is of that kind.
    row: u32,
    row_step: u32,
    row_place: Option<Place>,
    row_yields: bool,
    /// The row has been warned of.
    told: bool,
    own_wake: bool,
    other_wake: bool,
}

struct Scan<'a> {
    facts: &'a Facts<'a>,
    tasks: Vec<State>,
    redundant: HashMap<(TaskId, Place), u32>,
    found: Vec<Warning>,
}

pub(super) fn warnings(facts: &Facts<'_>) -> Vec<Warning> {
    let mut scan = Scan {
        facts,
        tasks: vec![State::default(); facts.recording.tasks.len()],
        redundant: HashMap::new(),
        found: Vec::new(),
    };
    for event in &facts.recording.events {
        scan.event(event);
    }
    scan.found
}

impl Scan<'_> {
    fn event(&mut self, event: &Event) {
        match &event.what {
            What::TaskSpawned { task } => {
                self.tasks[index(*task)].ready = Some(event.at);
                self.progress(event.during);
            }
            What::PollStarted { task } => self.poll_started(*task, event),
            What::PollEnded {
                task,
                blocked,
                computed,
                ..
            } => {
                self.poll_ended(*task, (*blocked, *computed), event);
            }
            What::Woken {
                task,
                cause,
                redundant,
            } => {
                self.tasks[index(*task)].ready.get_or_insert(event.at);
                if event.during != Some(*task) {
                    self.progress(event.during);
                }
                self.woken(*task, cause, *redundant, event.step);
            }
            What::TaskEnded { task, .. } => self.tasks[index(*task)].over = true,
            What::WaitStarted { wait } => {
                let wait = self.facts.recording.wait(*wait);
                let state = &mut self.tasks[index(wait.task)];
                state.stands = wait.place.clone();
                state.waits += 1;
                if !is_turn(wait) {
                    self.progress(Some(wait.task));
                }
            }
            What::WaitEnded { wait, .. } => {
                let wait = self.facts.recording.wait(*wait);
                let state = &mut self.tasks[index(wait.task)];
                state.waits = state.waits.saturating_sub(1);
                if !is_turn(wait) {
                    self.progress(Some(wait.task));
                }
            }
            What::LockHeld { .. }
            | What::LockFreed { .. }
            | What::PermitsChanged { .. }
            | What::ChannelChanged { .. }
            | What::Note { .. } => self.progress(event.during),
            What::ClockAdvanced { .. } | What::Stalled => {}
        }
    }

    /// A task did something that others can see: it does not merely take turns.
    fn progress(&mut self, task: Option<TaskId>) {
        if let Some(task) = task {
            self.tasks[index(task)].other_wake = true;
        }
    }

    fn poll_started(&mut self, task: TaskId, event: &Event) {
        let state = &mut self.tasks[index(task)];
        let busy = state.own_wake && !state.other_wake;
        (state.own_wake, state.other_wake) = (false, false);
        state.ready = None;
        state.polls += 1;
        state.since = Some(event.at);
        state.stood = state.stands.take();
        if !busy {
            (state.row, state.row_step, state.told) = (0, event.step, false);
            return;
        }
        state.row += 1;
        let enough = if state.row_yields {
            BUSY_YIELDS
        } else {
            BUSY_POLLS
        };
        if state.row == enough && !state.told {
            state.told = true;
            let step = state.row_step;
            self.busy(task, step);
        }
    }

    fn woken(&mut self, task: TaskId, cause: &Cause, redundant: bool, step: u32) {
        let state = &mut self.tasks[index(task)];
        match cause {
            Cause::Itself { operation, place } if is_by_hand(operation.as_deref()) => {
                state.own_wake = true;
                state.row_yields = false;
                state.row_place = place.clone();
            }
            Cause::Itself { operation, place } if operation.as_deref() == Some("yield_now") => {
                state.own_wake = true;
                state.row_yields = true;
                state.row_place = place.clone();
            }
            _ => state.other_wake = true,
        }
        let by_hand = match cause {
            Cause::Itself { operation, place }
            | Cause::Task {
                operation, place, ..
            } if is_by_hand(operation.as_deref()) => place.clone(),
            _ => None,
        };
        if let (true, Some(place)) = (redundant, by_hand) {
            let count = self.redundant.entry((task, place.clone())).or_default();
            *count += 1;
            if *count == REDUNDANT_WAKES {
                self.redundant(task, place, step);
            }
        }
    }

    fn poll_ended(&mut self, task: TaskId, (blocked, computed): (bool, bool), event: &Event) {
        let recording = self.facts.recording;
        let state = &mut self.tasks[index(task)];
        let Some(since) = state.since.take() else {
            return;
        };
        let took = event.at.saturating_sub(since);
        let (stood, stands) = (state.stood.take(), state.stands.clone());
        if state.stands.is_none() {
            state.stands = stood.clone();
        }
        let (polls, over) = (state.polls, state.over);
        let long = recording.clock == Clock::Real && took >= LONG;
        if recording.task(task).kind == TaskKind::Blocking || !(blocked || computed || long) {
            return;
        }
        let others = recording
            .tasks
            .iter()
            .filter(|t| t.id != task && t.kind != TaskKind::Blocking);
        let alive: Vec<TaskId> = others
            .map(|t| t.id)
            .filter(|t| !self.tasks[index(*t)].over && self.tasks[index(*t)].exists())
            .collect();
        let waited = |t: &TaskId, long: Micros| {
            self.tasks[index(*t)]
                .ready
                .is_some_and(|since| event.at.saturating_sub(since) >= long)
        };
        let place = stood
            .clone()
            .or(stands.clone())
            .or_else(|| recording.task(task).place.clone());
        let who = name(recording, task);
        let line = |place: &Place| match (&stood, &stands) {
            (Some(one), Some(other)) if one.file != other.file => format!("at {place}"),
            _ => format!("on line {}", place.line),
        };
        let between = match (&stood, &stands) {
            (Some(before), Some(after)) => format!(
                " It had come from the `.await` {} and had not reached the one {}.",
                line(before),
                line(after)
            ),
            (Some(before), None) if over => {
                format!(
                    " It had come from the `.await` {} and went on to its end.",
                    line(before)
                )
            }
            (Some(before), None) => format!(" It had come from the `.await` {}.", line(before)),
            (None, Some(after)) => format!(" It had not reached the `.await` {}.", line(after)),
            (None, None) => String::new(),
        };
        if blocked {
            // At the very end, with nobody left who could have run, a program may well wait for a thread of its own.
            if alive.is_empty() && over && polls > 1 {
                return;
            }
            let ready: Vec<TaskId> = alive.iter().copied().filter(|t| waited(t, 0)).collect();
            let harm = match (ready.as_slice(), alive.as_slice()) {
                _ if self.facts.several_threads => "Meanwhile, nothing else could run on that thread.".to_owned(),
                ([], []) => "Nothing else could run meanwhile: no other task and no other branch of this one.".to_owned(),
                ([], alive) => format!("Meanwhile, {} could not have run.", names(recording, alive)),
                ([one], _) => format!("Meanwhile, {} was ready and could not run.", name(recording, *one)),
                (ready, _) => format!("Meanwhile, {} were ready and could not run.", names(recording, ready)),
            };
            self.found.push(Warning {
                kind: WarningKind::BlockedThread,
                task,
                step: event.step,
                sentence: format!(
                    "{who} held the thread in a blocking call{}.{between} {harm}",
                    at(place.as_ref()).replace(" at ", " near ")
                ),
                way_out: "Use what Tokio has instead of the call (`tokio::time::sleep` for `std::thread::sleep`), or move it \
                          to `tokio::task::spawn_blocking`."
                    .to_owned(),
                place,
            });
            return;
        }
        let stood_back: Vec<TaskId> = alive
            .iter()
            .copied()
            .filter(|t| long && waited(t, LONG))
            .collect();
        if stood_back.is_empty() {
            // The others may have had another thread.
            if computed && !self.facts.several_threads {
                self.computed(task, &between, &alive, place, event.step);
            }
            return;
        }
        let were = if stood_back.len() == 1 { "was" } else { "were" };
        self.found.push(Warning {
            kind: WarningKind::NeverYields,
            task,
            step: event.step,
            sentence: format!(
                "{who} ran for {} without giving way{}.{between} Meanwhile, {} {were} ready and could not run.",
                duration(took),
                at(place.as_ref()).replace(" at ", " near "),
                names(recording, &stood_back)
            ),
            way_out: NEVER_YIELDS.to_owned(),
            place,
        });
    }

    /// A poll that computed for long. `alive`: the others, which could not run meanwhile.
    fn computed(
        &mut self,
        task: TaskId,
        between: &str,
        alive: &[TaskId],
        place: Option<Place>,
        step: u32,
    ) {
        let recording = self.facts.recording;
        // Who waits for nothing but its end lost nothing.
        let only_awaits_it = |other: TaskId| {
            let mut waits = self.facts.waits_of(other).iter().filter(|wait| {
                let span = self.facts.span(**wait);
                span.is_some_and(|(from, to)| from.step < step && step <= to.step)
            });
            waits.all(|wait| recording.wait(*wait).target == Some(task))
        };
        let mut others = alive.to_vec();
        others.retain(|other| !only_awaits_it(*other));
        if others.is_empty() {
            return;
        }
        self.found.push(Warning {
            kind: WarningKind::NeverYields,
            task,
            step,
            sentence: format!(
                "{} computed for a tenth of a second or longer without giving way{}.{between} Meanwhile, {} could not \
                 have run.",
                name(recording, task),
                at(place.as_ref()).replace(" at ", " near "),
                names(recording, &others)
            ),
            way_out: NEVER_YIELDS.to_owned(),
            place,
        });
    }

    fn busy(&mut self, task: TaskId, step: u32) {
        let recording = self.facts.recording;
        let state = &self.tasks[index(task)];
        let who = name(recording, task);
        let place = state.row_place.clone();
        let by = if state.row_yields {
            "with `yield_now`"
        } else {
            "and returned"
        };
        let sentence = format!(
            "{who} woke itself {by}{}, {} polls in a row, and did nothing else that anybody could see: whatever it waits \
             for, it keeps the thread busy meanwhile.",
            at(place.as_ref()),
            state.row
        );
        let way_out = "Wait for what is to happen instead of asking over and over: a channel, a `Notify`, a `oneshot` or a \
                       timer wakes the task when there is something to do. If it computes in small pieces, make them larger."
            .to_owned();
        self.found.push(Warning {
            kind: WarningKind::BusyWaking,
            task,
            step,
            place,
            sentence,
            way_out,
        });
    }

    fn redundant(&mut self, task: TaskId, place: Place, step: u32) {
        let who = name(self.facts.recording, task);
        self.found.push(Warning {
            kind: WarningKind::RedundantWakes,
            task,
            step,
            sentence: format!(
                "{who} was woken {REDUNDANT_WAKES} times at {place} while it was ready already: these wakes change nothing."
            ),
            way_out: "Wake once for each time that a future returned `Pending`, and take the waker out when you do \
                      (`Option::take`)."
                .to_owned(),
            place: Some(place),
        });
    }
}

impl State {
    /// It was spawned: it has been ready or has run.
    fn exists(&self) -> bool {
        self.polls > 0 || self.ready.is_some()
    }
}

/// Whether a wait is no more than a turn for the others: of a future written by hand, nobody knows what it waits for.
fn is_turn(wait: &Wait) -> bool {
    wait.label.is_none()
        && (matches!(wait.operation.as_str(), "yield_now" | "unknown" | "poll_fn")
            || crate::words::is_by_hand(wait))
}

/// Whether a wake was a call of the program's own to its `Waker`, and not what a channel or a lock did for it.
fn is_by_hand(operation: Option<&str>) -> bool {
    matches!(
        operation,
        None | Some("wake" | "wake_by_ref" | "wake_by_val")
    )
}
