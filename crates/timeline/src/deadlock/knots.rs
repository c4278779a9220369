//! Tasks that wait for one another's ends, locks and messages while the rest of the program goes on.
//!
//! A ring of locks is found where it closes ([`super`]). Whose end a `JoinHandle` tells, and who keeps the sender of a
//! oneshot, Tokio does not say; so what goes through these is looked at backwards, from the moment when the first of such
//! tasks is dropped, or the recording ends. It is told only if nothing else is possible:
//!
//! - Whoever awaits a handle may wait for the end of any task that is left, unless it is known for which. All of these
//!   have to be stuck as well.
//! - The sender of a oneshot was with a task only if it was dropped together with that task's future, and nothing shared
//!   it. So was the receiver of a bounded channel; or else that task has received both before and after, and nobody
//!   else ever has. Who has the senders of a channel of many messages, nobody can tell: there may be more of them.
//! - A lock was with a task only if that task gave it back itself, when it was dropped.
//! - The tasks wait for nothing else, and nothing has woken them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{Ring, is_held};
use crate::{
    infer,
    model::*,
    text::duration,
    warn::{
        self, Warning, WarningKind,
        facts::{Facts, When, index},
    },
    words::{end_of, waits_for},
};

/// How many tasks are looked at for one, and how many steps that takes in all: a crowd that is dropped at once is not to
/// take longer than its program.
const MOST: usize = 200;
const STEPS: usize = 2_000_000;

/// Tasks none of which can go on before another one of them does.
#[derive(Clone, Debug)]
pub(crate) struct Knot {
    began: When,
    /// When the first of them was dropped; `None`: not within the recording.
    over: Option<When>,
    members: Vec<Member>,
}

/// One task of a knot.
#[derive(Clone, Debug)]
struct Member {
    task: TaskId,
    stuck: Vec<(WaitId, For)>,
    /// The tasks that would have to go on first.
    on: Vec<TaskId>,
}

/// What a task waits for that only others of its knot can bring about.
#[derive(Clone, Debug)]
enum For {
    /// The end of one of these tasks.
    End(Vec<TaskId>),
    /// That this holding ends, by its index.
    Lock(usize),
    /// The sender of a oneshot, which is with this task.
    Sender(TaskId),
    /// Room in a bounded channel, whose receiver is with this task.
    Receiver(TaskId),
}

/// Every knot that is certain and no ring of locks, in the order in which they closed.
pub(crate) fn knots(facts: &Facts<'_>, rings: &[Ring]) -> Vec<Knot> {
    let recording = facts.recording;
    // Of one that stalled, all is said elsewhere; and of one that was cut off, nobody knows how it went on.
    if recording.omitted > 0 || matches!(recording.outcome, Outcome::Stalled(_)) {
        return Vec::new();
    }
    let search = Search::new(facts);
    let mut found: Vec<Knot> = Vec::new();
    let mut steps = STEPS;
    for look in search.looks() {
        let state = search.state(&look);
        let mut free = HashSet::new();
        let starts: Vec<TaskId> = match look.dropped {
            Some(task) => vec![task],
            None => recording.tasks.iter().map(|t| t.id).collect(),
        };
        for start in starts {
            if found.iter().any(|knot| knot.has_task(start)) {
                continue;
            }
            let Some(stuck) = state.all_stuck(start, &mut free, &mut steps) else {
                continue;
            };
            for members in bottoms(&stuck) {
                let known = |knot: &Knot| members.iter().any(|m| knot.has_task(m.task));
                let in_ring = |m: &Member| m.stuck.iter().all(|(_, f)| matches!(f, For::Lock(_)));
                let ring = |ring: &Ring| members.iter().all(|m| ring.has_task(m.task));
                if found.iter().any(known) || members.iter().all(in_ring) || rings.iter().any(ring)
                {
                    continue;
                }
                let waits = members.iter().flat_map(|m| &m.stuck);
                let began = waits
                    .filter_map(|(wait, _)| facts.waited(*wait).began)
                    .max();
                let Some(began) = began else { continue };
                found.push(Knot {
                    began,
                    over: look.over,
                    members,
                });
            }
        }
    }
    found.sort_by_key(|knot| knot.began);
    found
}

impl Knot {
    fn has_task(&self, task: TaskId) -> bool {
        self.members.iter().any(|m| m.task == task)
    }
}

/// A moment at which to look: right before this step.
struct Look {
    step: u32,
    over: Option<When>,
    /// The task that is about to be dropped; `None`: all of them, or the recording is over.
    dropped: Option<TaskId>,
}

struct Search<'a> {
    facts: &'a Facts<'a>,
    /// The step at which each task was spawned, and the one at which it ended.
    lives: Vec<(u32, Option<u32>)>,
    /// The steps at which each task was woken, and at which its polls began and ended.
    turns: Vec<Vec<(u32, Turn)>>,
    /// The tasks that were woken by the end of each.
    told: HashMap<TaskId, Vec<TaskId>>,
    /// For each oneshot, the task with whose future its sender went; for each bounded channel, the one with whose future
    /// its receiver did.
    owners: HashMap<ResourceId, TaskId>,
    /// For each bounded channel, who received from it.
    received: HashMap<ResourceId, Received>,
    /// For each channel, who sent to it.
    senders: HashMap<ResourceId, HashSet<TaskId>>,
    /// When the main future was over.
    main_over: Option<When>,
}

/// Who received from a channel.
#[derive(Default)]
struct Received {
    steps: Vec<u32>,
    /// The task that did so first.
    by: Option<TaskId>,
    by_others: bool,
}

impl Received {
    fn add(&mut self, step: u32, task: TaskId) {
        self.steps.push(step);
        self.by_others |= *self.by.get_or_insert(task) != task;
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Turn {
    Woken,
    Began,
    Ended,
}

impl<'a> Search<'a> {
    fn new(facts: &'a Facts<'a>) -> Self {
        let recording = facts.recording;
        let tasks = recording.tasks.len();
        let mut it = Self {
            facts,
            lives: vec![(0, None); tasks],
            turns: vec![Vec::new(); tasks],
            told: HashMap::new(),
            owners: HashMap::new(),
            received: HashMap::new(),
            senders: HashMap::new(),
            main_over: None,
        };
        for event in &recording.events {
            let step = event.step;
            match &event.what {
                What::TaskSpawned { task } => it.lives[index(*task)].0 = step,
                What::PollStarted { task } => it.turns[index(*task)].push((step, Turn::Began)),
                What::PollEnded { task, .. } => it.turns[index(*task)].push((step, Turn::Ended)),
                What::Woken { task, cause, .. } => {
                    it.turns[index(*task)].push((step, Turn::Woken));
                    if let Cause::End { task: ended } = cause {
                        it.told.entry(*ended).or_default().push(*task);
                    }
                }
                What::TaskEnded { task, .. } => {
                    it.lives[index(*task)].1 = Some(step);
                    if recording.task(*task).kind == TaskKind::Main {
                        it.main_over = Some(When { step, at: event.at });
                    }
                }
                _ => {}
            }
        }
        it.follow_channels();
        it
    }

    /// Finds out who had which end of which channel.
    fn follow_channels(&mut self) {
        let recording = self.facts.recording;
        let mut queued: HashMap<ResourceId, u64> = HashMap::new();
        // The channels in which each task waits for room.
        let mut wanted: HashMap<TaskId, Vec<ResourceId>> = HashMap::new();
        for event in &recording.events {
            match &event.what {
                What::ChannelChanged {
                    resource,
                    queued: now,
                    gone,
                    owner,
                } => {
                    if let Some(owner) = owner {
                        self.owners.insert(*resource, *owner);
                    }
                    let (Some(now), None) = (now, gone) else {
                        continue;
                    };
                    let before = queued.insert(*resource, *now).unwrap_or(0);
                    let Some(task) = event.during else { continue };
                    if *now > before {
                        self.senders.entry(*resource).or_default().insert(task);
                    } else {
                        let received = self.received.entry(*resource).or_default();
                        received.add(event.step, task);
                    }
                }
                What::WaitStarted { wait } => {
                    if let Some((task, channel)) = self.room(*wait) {
                        self.senders.entry(channel).or_default().insert(task);
                        wanted.entry(task).or_default().push(channel);
                    }
                }
                What::WaitEnded { wait, .. } => {
                    if let Some((task, channel)) = self.room(*wait)
                        && let Some(wanted) = wanted.get_mut(&task)
                        && let Some(at) = wanted.iter().position(|c| *c == channel)
                    {
                        wanted.remove(at);
                    }
                }
                // A place that goes from hand to hand: the channel stays as full as it is.
                What::Woken {
                    task,
                    cause:
                        Cause::Task {
                            task: receiver,
                            operation: Some(operation),
                            ..
                        },
                    ..
                } if operation.starts_with("mpsc::Receiver") => {
                    if let Some([channel]) = wanted.get(task).map(Vec::as_slice) {
                        let received = self.received.entry(*channel).or_default();
                        received.add(event.step, *receiver);
                    }
                }
                _ => {}
            }
        }
    }

    /// Who waits here for room in which channel, if it is that.
    fn room(&self, wait: WaitId) -> Option<(TaskId, ResourceId)> {
        let recording = self.facts.recording;
        let it = recording.wait(wait);
        let channel = it.resource?;
        let bounded = recording.resource(channel).type_name == infer::MPSC;
        (bounded && end_of(it) == ChannelEnd::Sender).then_some((it.task, channel))
    }

    /// The task that had the receiver of this channel right before this step.
    fn receiver(&self, channel: ResourceId, step: u32) -> Option<TaskId> {
        if let Some(owner) = self.owners.get(&channel) {
            return Some(*owner);
        }
        let received = self.received.get(&channel)?;
        let task = received.by.filter(|_| !received.by_others)?;
        let after = received.steps.partition_point(|at| *at < step);
        let (before, after) = (
            *received.steps[..after].last()?,
            *received.steps.get(after)?,
        );
        let sends = |senders: &HashSet<TaskId>| senders.contains(&task);
        // A receiver that several tasks share is in a lock.
        let locked = |at: u32| {
            let mut holds = self.facts.holds.iter();
            holds.any(|h| h.task == task && h.from.step < at && h.to.is_none_or(|to| at <= to.step))
        };
        let sure = !self.senders.get(&channel).is_some_and(sends)
            && ![before, after].into_iter().any(locked);
        sure.then_some(task)
    }

    /// When to look: before each task that is cancelled, and before the end.
    fn looks(&self) -> Vec<Look> {
        let recording = self.facts.recording;
        let mut looks = Vec::new();
        for event in &recording.events {
            let What::TaskEnded { task, how, .. } = event.what else {
                continue;
            };
            // It waits no longer when that poll has begun.
            let began = |(step, turn): &&(u32, Turn)| *turn == Turn::Began && *step < event.step;
            if how == End::Cancelled
                && let Some((step, _)) = self.turns[index(task)].iter().rev().find(began)
            {
                looks.push(Look {
                    step: *step,
                    over: Some(When {
                        step: event.step,
                        at: event.at,
                    }),
                    dropped: Some(task),
                });
            }
        }
        looks.push(Look {
            step: self
                .main_over
                .map_or(recording.events.len() as u32, |w| w.step),
            over: self.main_over,
            dropped: None,
        });
        looks
    }

    fn state<'s>(&'s self, look: &'s Look) -> State<'s, 'a> {
        State { search: self, look }
    }
}

/// What all tasks do at one moment.
struct State<'s, 'a> {
    search: &'s Search<'a>,
    look: &'s Look,
}

impl State<'_, '_> {
    fn facts(&self) -> &Facts<'_> {
        self.search.facts
    }

    fn lives(&self, task: TaskId) -> bool {
        let (from, to) = self.search.lives[index(task)];
        from < self.look.step && to.is_none_or(|to| to >= self.look.step)
    }

    /// Whether a task has returned to the runtime and nobody has woken it since.
    fn rests(&self, task: TaskId) -> bool {
        let turns = &self.search.turns[index(task)];
        let until = turns.partition_point(|(step, _)| *step < self.look.step);
        let mut turns = turns[..until].iter().rev();
        match turns.next() {
            Some((_, Turn::Ended)) => {
                // Woken while it ran: then it is to run once more.
                let poll = turns.take_while(|(_, turn)| *turn != Turn::Began);
                !poll.into_iter().any(|(_, turn)| *turn == Turn::Woken)
            }
            _ => false,
        }
    }

    /// The tasks that are stuck if this one is: all that can bring about what they wait for, with what that is. `None`:
    /// somebody among them is not stuck, or may be helped by others. `free`: those that are known not to be stuck.
    fn all_stuck(
        &self,
        start: TaskId,
        free: &mut HashSet<TaskId>,
        steps: &mut usize,
    ) -> Option<Vec<Member>> {
        let mut members: Vec<Member> = Vec::new();
        let mut seen = BTreeSet::from([start]);
        let mut left = vec![start];
        while let Some(task) = left.pop() {
            let stuck = match free.contains(&task) {
                true => None,
                false => self.stuck(task, steps),
            };
            let Some(stuck) = stuck.filter(|_| seen.len() <= MOST) else {
                free.extend([task, start]);
                return None;
            };
            let on: Vec<TaskId> = stuck.iter().flat_map(|(_, what)| self.who(what)).collect();
            left.extend(on.iter().filter(|next| seen.insert(**next)));
            members.push(Member { task, stuck, on });
        }
        Some(members)
    }

    /// Who has to bring it about.
    fn who(&self, what: &For) -> Vec<TaskId> {
        match what {
            For::End(tasks) => tasks.clone(),
            For::Lock(hold) => vec![self.facts().holds[*hold].task],
            For::Sender(task) | For::Receiver(task) => vec![*task],
        }
    }

    /// All that a task waits for, if none of it can come from somebody who is not known.
    fn stuck(&self, task: TaskId, steps: &mut usize) -> Option<Vec<(WaitId, For)>> {
        if !self.lives(task) || !self.rests(task) {
            return None;
        }
        let facts = self.facts();
        let mut stuck = Vec::new();
        for wait in facts.waits_of(task) {
            *steps = steps.checked_sub(1)?;
            let waited = facts.waited(*wait);
            let here = waited.began.is_some_and(|w| w.step < self.look.step)
                && waited.ended.is_none_or(|(w, _)| w.step >= self.look.step);
            if here {
                stuck.push((*wait, self.what_for(*wait, steps)?));
            }
        }
        (!stuck.is_empty()).then_some(stuck)
    }

    fn what_for(&self, wait: WaitId, steps: &mut usize) -> Option<For> {
        let facts = self.facts();
        let it = facts.recording.wait(wait);
        if it.label.is_some() {
            return None;
        }
        if let (Some(resource), "oneshot::Receiver") = (it.resource, it.operation.as_str()) {
            return self.search.owners.get(&resource).copied().map(For::Sender);
        }
        if let Some((_, channel)) = self.search.room(wait) {
            *steps = steps.checked_sub(facts.holds.len())?;
            let receiver = self.search.receiver(channel, self.look.step);
            return receiver.map(For::Receiver);
        }
        if it.operation == "JoinHandle" {
            return self.whose_end(it, steps).map(For::End);
        }
        let lock = it.resource?;
        let reads = match facts.recording.resource(lock).type_name.as_str() {
            "Mutex" | "Semaphore" => false,
            "RwLock" => it.operation.starts_with("RwLock::read"),
            _ => return None,
        };
        let now = self.look.step;
        let mut holds = facts.holds.iter().enumerate();
        let held = holds.find(|(at, hold)| {
            hold.lock == lock
                && hold.from.step < now
                && hold.to.is_none_or(|to| to.step >= now)
                && !(reads && hold.shared)
                && is_held(facts, *at)
        });
        held.map(|(at, _)| For::Lock(at))
    }

    /// The tasks whose end it may be that this handle tells of.
    fn whose_end(&self, wait: &Wait, steps: &mut usize) -> Option<Vec<TaskId>> {
        if let Some(target) = wait.target {
            return Some(vec![target]);
        }
        let facts = self.facts();
        let began = facts.waited(wait.id).began?.step;
        let gone = self.search.lives[index(wait.task)].1;
        let mut may_be = Vec::new();
        for task in &facts.recording.tasks {
            *steps = steps.checked_sub(1)?;
            let (from, to) = self.search.lives[index(task.id)];
            if task.kind == TaskKind::Main || from > began || !self.lives(task.id) {
                continue;
            }
            // One that ended first, and did not wake who waits here, was not awaited.
            let first = to.is_some_and(|to| gone.is_none_or(|gone| to < gone));
            let told = self.search.told.get(&task.id);
            if first && !told.is_some_and(|told| told.contains(&wait.task)) {
                continue;
            }
            may_be.push(task.id);
        }
        // Nobody but itself is left: it awaits itself. Else it is one of the others.
        if may_be.len() > 1 {
            may_be.retain(|task| *task != wait.task);
        }
        (!may_be.is_empty() && may_be.len() <= MOST).then_some(may_be)
    }
}

/// Of tasks that are all stuck, those that wait for one another; the others wait for these.
fn bottoms(stuck: &[Member]) -> Vec<Vec<Member>> {
    let next: HashMap<TaskId, &[TaskId]> = stuck.iter().map(|m| (m.task, &m.on[..])).collect();
    let reach = |start: TaskId| {
        let mut seen = BTreeSet::new();
        let mut left = vec![start];
        while let Some(task) = left.pop() {
            left.extend(next[&task].iter().filter(|t| seen.insert(**t)));
        }
        seen
    };
    let reached: BTreeMap<TaskId, BTreeSet<TaskId>> =
        stuck.iter().map(|m| (m.task, reach(m.task))).collect();
    let is_bottom = |task: &TaskId| {
        reached[task].contains(task) && reached[task].iter().all(|t| reached[t] == reached[task])
    };
    let mut found: Vec<BTreeSet<TaskId>> = Vec::new();
    for task in reached.keys().filter(|t| is_bottom(t)) {
        if !found.contains(&reached[task]) {
            found.push(reached[task].clone());
        }
    }
    let members = |tasks: BTreeSet<TaskId>| {
        let mut members: Vec<Member> = stuck
            .iter()
            .filter(|m| tasks.contains(&m.task))
            .cloned()
            .collect();
        members.sort_by_key(|m| m.task);
        members
    };
    found.into_iter().map(members).collect()
}

/// What to say of a knot.
pub(crate) fn warning(facts: &Facts<'_>, knot: &Knot) -> Warning {
    let recording = facts.recording;
    let name = |task: TaskId| warn::name(recording, task);
    let each: Vec<String> = knot
        .members
        .iter()
        .flat_map(|member| {
            member
                .stuck
                .iter()
                .map(|(wait, what)| (member.task, *wait, what))
        })
        .map(|(task, wait, what)| {
            let it = recording.wait(wait);
            let (who, at) = (name(task), warn::at(it.place.as_ref()));
            match what {
                For::End(ends) => match ends.as_slice() {
                    [one] if *one == task => format!("{who} waits{at} for its own end"),
                    [one] => format!("{who} waits{at} for the end of {}", name(*one)),
                    ends => format!(
                        "{who} waits{at} for the end of a task, and none is left but {}",
                        warn::names(recording, ends)
                    ),
                },
                For::Lock(hold) => {
                    let hold = &facts.holds[*hold];
                    let holder = match hold.task == task {
                        true => "it".to_owned(),
                        false => name(hold.task),
                    };
                    let lock = warn::lock_words(recording, hold.lock);
                    let share = if hold.shared { "a share of " } else { "" };
                    match recording.resource(hold.lock).type_name.as_str() {
                        "Semaphore" => {
                            format!("{who} waits{at} for {lock}, whose only permit {holder} has")
                        }
                        _ => format!("{who} waits{at} for {lock}, and {holder} holds {share}it"),
                    }
                }
                For::Sender(keeper) | For::Receiver(keeper) => {
                    let end = match what {
                        For::Sender(_) => "sender",
                        _ => "receiver",
                    };
                    let keeps = match *keeper == task {
                        true => format!("keeps its {end} itself"),
                        false => format!("{} keeps its {end}", name(*keeper)),
                    };
                    format!(
                        "{who} waits{at} for {}, and {keeps}",
                        waits_for(recording, wait)
                    )
                }
            }
        })
        .collect();
    let tasks: Vec<TaskId> = knot.members.iter().map(|m| m.task).collect();
    let together = match tasks.as_slice() {
        [_] => ":".to_owned(),
        tasks => format!(". {} wait for one another:", warn::names(recording, tasks)),
    };
    let whats = || {
        knot.members
            .iter()
            .flat_map(|m| m.stuck.iter().map(|(_, what)| what))
    };
    let way_out = if whats()
        .any(|what| matches!(what, For::End(ends) if ends.len() == 1 && tasks == *ends))
    {
        "A task must not await its own handle. Return instead."
    } else if whats().any(|what| matches!(what, For::End(_))) {
        "Do not await the end of a task while that task still needs something from you. Give it that first: send it, drop \
         the guard, or drop the `Sender` that keeps it waiting."
    } else if whats().any(|what| matches!(what, For::Receiver(_))) {
        "Keep receiving while you send: in a task of its own, or as a branch of the same `select!` or `join!`. A guard that \
         the receiving task needs is to be dropped before you wait for room. More room only puts it off."
    } else {
        "Send, or drop the `Sender`, before you wait for what depends on it."
    };
    let first = &knot.members[0];
    Warning {
        kind: WarningKind::Deadlock,
        task: first.task,
        step: knot.began.step,
        place: recording.wait(first.stuck[0].0).place.clone(),
        sentence: format!(
            "Deadlock from {} on, while the rest of the program goes on{together} {}. {}",
            duration(knot.began.at),
            each.join("; "),
            ending(facts, knot)
        ),
        way_out: way_out.to_owned(),
    }
}

/// How a knot came to its end.
fn ending(facts: &Facts<'_>, knot: &Knot) -> String {
    let Some(over) = knot.over else {
        return "It lasts to the end of the recording.".to_owned();
    };
    let at = duration(over.at);
    let cancelled = |m: &&Member| {
        let ended = facts.lived(m.task).ended;
        ended.is_some_and(|(when, how)| when.step == over.step && how == End::Cancelled)
    };
    match knot.members.iter().find(cancelled) {
        Some(member) => format!(
            "It ended at {at}, when {} was cancelled.",
            warn::name(facts.recording, member.task)
        ),
        None => format!("Nothing ended it but the end of the program, at {at}."),
    }
}
