//! A lane for each task, and below it one for each wait that it is in together with others.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::names::Names;
use super::words::{count, duration};
use super::{Bar, Mark, Row, RowKind, Shape, Sign};
use crate::model::{End, Event, Outcome, Recording, TaskId, TaskKind, WaitEnd, WaitId, What};

/// Beyond so many lanes, alike ones are shown by their first few.
const MANY_LANES: usize = 16;
/// How many of those.
const FIRST_FEW: usize = 4;
/// How many of the others are shown all the same, because they ended otherwise.
const STRANGE_FEW: usize = 4;
/// Beyond so many lanes, nothing is shown: nobody reads on.
const MOST_LANES: usize = 48;
/// Beyond so many waits at once, their first few are shown.
const MANY_WAITS: usize = 8;

/// What a task is doing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Running,
    Ready,
    Waiting,
}

/// What a task did from one event to another.
struct Piece {
    from: usize,
    to: usize,
    state: State,
    /// How many waits it was in when this began, and the first of them.
    waits: (usize, Option<WaitId>),
}

/// One task's life, collected from the events.
#[derive(Default)]
struct Life {
    pieces: Vec<Piece>,
    now: Option<(usize, State)>,
    /// It was woken while it ran: it is ready as soon as the poll returns.
    woken: bool,
    ended: Option<(usize, End)>,
    poll_ends: Vec<usize>,
    /// The polls, by their first event, that stood still in a blocking call.
    blocked: HashSet<usize>,
    waits: Vec<WaitId>,
    /// Those of them that are not over.
    open: BTreeSet<WaitId>,
    /// As in [`Piece::waits`], for what it is doing now.
    during: (usize, Option<WaitId>),
}

impl Life {
    fn turn(&mut self, at: usize, to: Option<State>) {
        if let Some((from, state)) = self.now.take() {
            self.pieces.push(Piece {
                from,
                to: at,
                state,
                waits: self.during,
            });
        }
        self.during = (self.open.len(), self.open.first().copied());
        self.now = to.map(|state| (at, state));
    }

    fn is(&self, state: State) -> bool {
        self.now.is_some_and(|(_, now)| now == state)
    }
}

/// One wait, from the event at which it began to the one at which it was over.
struct Span {
    from: usize,
    to: usize,
    how: Option<WaitEnd>,
}

pub(super) fn rows(recording: &Recording, events: &[Event], names: &Names) -> Vec<Row> {
    let lanes = Lanes::new(recording, events, names);
    lanes.chosen(&lanes.order())
}

/// Which lanes there are, all of them, for a reader who can scroll and fold.
pub(crate) struct Layout {
    /// The tasks from top to bottom, each with its depth in the tree of who spawned whom.
    pub(crate) tasks: Vec<(TaskId, usize)>,
    /// The sub-lanes of tasks that are in several waits at once: whose, and what to call them.
    pub(crate) branches: Vec<(TaskId, String)>,
    /// For each wait in the recording's order, the branch that it belongs to.
    pub(crate) branch_of: Vec<Option<usize>>,
}

pub(super) fn layout(recording: &Recording, events: &[Event], names: &Names) -> Layout {
    let lanes = Lanes::new(recording, events, names);
    let tasks = lanes.order();
    let mut branches = Vec::new();
    let mut branch_of = vec![None; recording.waits.len()];
    for &(task, _) in &tasks {
        for (key, waits) in lanes.beside(lanes.life(task)) {
            for wait in waits {
                branch_of[wait.0 as usize - 1] = Some(branches.len());
            }
            branches.push((task, label(&key)));
        }
    }
    Layout {
        tasks,
        branches,
        branch_of,
    }
}

/// Depth first, in the order of spawning. Not recursive: a chain of tasks can be as long as a recording.
fn order_below(
    root: Option<TaskId>,
    depth: usize,
    children: &BTreeMap<Option<TaskId>, Vec<TaskId>>,
    order: &mut Vec<(TaskId, usize)>,
) {
    let below = |id, depth| {
        children
            .get(&id)
            .into_iter()
            .flatten()
            .rev()
            .map(move |&t| (t, depth))
    };
    let mut open: Vec<_> = below(root, depth).collect();
    while let Some((task, depth)) = open.pop() {
        order.push((task, depth));
        open.extend(below(Some(task), depth + 1));
    }
}

fn lives(recording: &Recording, events: &[Event]) -> (Vec<Life>, HashMap<WaitId, Span>) {
    let mut lives: Vec<Life> = recording.tasks.iter().map(|_| Life::default()).collect();
    let mut spans = HashMap::new();
    for (i, event) in events.iter().enumerate() {
        match &event.what {
            What::TaskSpawned { task } => lives[index(*task)].turn(i, Some(State::Ready)),
            What::PollStarted { task } => {
                let life = &mut lives[index(*task)];
                if life.ended.is_none() {
                    life.turn(i, Some(State::Running));
                    life.woken = false;
                }
            }
            What::PollEnded {
                task,
                blocked,
                computed,
                ..
            } => {
                let life = &mut lives[index(*task)];
                if *blocked || *computed {
                    let begun = life.now.filter(|n| n.1 == State::Running).map(|n| n.0);
                    let begun = begun.or(life
                        .pieces
                        .last()
                        .filter(|p| p.state == State::Running)
                        .map(|p| p.from));
                    life.blocked.extend(begun);
                }
                if life.ended.is_none() {
                    let next = if life.woken {
                        State::Ready
                    } else {
                        State::Waiting
                    };
                    life.turn(i, Some(next));
                    life.poll_ends.push(i);
                }
            }
            What::Woken { task, .. } => {
                let life = &mut lives[index(*task)];
                if life.is(State::Waiting) {
                    life.turn(i, Some(State::Ready));
                }
                life.woken |= life.is(State::Running);
            }
            What::TaskEnded { task, how, .. } => {
                let life = &mut lives[index(*task)];
                let returned = matches!(how, End::Completed | End::Panicked);
                match life
                    .pieces
                    .last_mut()
                    .filter(|_| returned && life.now.is_some_and(|n| n.1 != State::Running))
                {
                    // Its last poll returned and it was over: it did not wait in between.
                    Some(last) if last.state == State::Running => {
                        last.to = i;
                        life.now = None;
                    }
                    _ => life.turn(i, None),
                }
                life.ended.get_or_insert((i, *how));
            }
            What::WaitStarted { wait } => {
                let life = &mut lives[index(recording.wait(*wait).task)];
                life.waits.push(*wait);
                life.open.insert(*wait);
                spans.insert(
                    *wait,
                    Span {
                        from: i,
                        to: events.len(),
                        how: None,
                    },
                );
            }
            What::WaitEnded { wait, how } => {
                lives[index(recording.wait(*wait).task)].open.remove(wait);
                if let Some(span) = spans.get_mut(wait).filter(|s| s.how.is_none()) {
                    (span.to, span.how) = (i, Some(*how));
                }
            }
            _ => {}
        }
    }
    for life in &mut lives {
        life.turn(events.len(), None);
    }
    (lives, spans)
}

fn index(task: TaskId) -> usize {
    task.0 as usize - 1
}

struct Lanes<'r> {
    recording: &'r Recording,
    events: &'r [Event],
    names: &'r Names<'r>,
    lives: Vec<Life>,
    spans: HashMap<WaitId, Span>,
    stuck: HashSet<TaskId>,
}

impl<'r> Lanes<'r> {
    fn new(recording: &'r Recording, events: &'r [Event], names: &'r Names<'r>) -> Self {
        let (lives, spans) = lives(recording, events);
        let stuck = match &recording.outcome {
            Outcome::Stalled(stall) => stall.waiting.iter().map(|s| s.task).collect(),
            _ => HashSet::new(),
        };
        Lanes {
            recording,
            events,
            names,
            lives,
            spans,
            stuck,
        }
    }

    /// The tasks that have a lane, each below the one that spawned it.
    fn order(&self) -> Vec<(TaskId, usize)> {
        let mut order = Vec::new();
        let mut children = BTreeMap::<_, Vec<_>>::new();
        for task in self
            .recording
            .tasks
            .iter()
            .filter(|t| !self.life(t.id).pieces.is_empty() || self.stuck(t.id))
        {
            children.entry(task.parent).or_default().push(task.id);
        }
        order_below(None, 0, &children, &mut order);
        // A task whose parent never appeared has a lane all the same.
        let placed: HashSet<_> = order.iter().map(|(t, _)| *t).collect();
        for task in children.values().flatten() {
            if !placed.contains(task) {
                order.push((*task, 0));
            }
        }
        order
    }

    fn life(&self, task: TaskId) -> &Life {
        &self.lives[index(task)]
    }

    fn stuck(&self, task: TaskId) -> bool {
        self.stuck.contains(&task)
    }

    /// The time of the event; of the last one, for what never ends.
    fn at(&self, event: usize) -> u64 {
        self.events
            .get(event)
            .or(self.events.last())
            .map_or(0, |e| e.at)
    }

    /// The lanes of the tasks in this order, as many as can be read.
    fn chosen(&self, order: &[(TaskId, usize)]) -> Vec<Row> {
        let mut hidden = HashMap::<TaskId, TaskId>::new();
        let mut summaries = HashMap::<TaskId, Vec<TaskId>>::new();
        if order.len() > MANY_LANES {
            let mut alike = BTreeMap::<_, Vec<_>>::new();
            for (task, _) in order {
                let task = self.recording.task(*task);
                alike
                    .entry((task.parent, stem(&task.name)))
                    .or_default()
                    .push(task.id);
            }
            for group in alike.values().filter(|g| g.len() > FIRST_FEW + 2) {
                let mut strange = 0;
                let mut left_out = Vec::new();
                for &task in &group[FIRST_FEW..] {
                    let how = self.life(task).ended.map(|(_, how)| how);
                    if how != Some(End::Completed) && strange < STRANGE_FEW {
                        strange += 1;
                    } else {
                        left_out.push(task);
                    }
                }
                let Some(&last) = left_out.last() else {
                    continue;
                };
                hidden.extend(left_out.iter().map(|t| (*t, last)));
                summaries.insert(last, left_out);
            }
        }
        let mut rows = Vec::new();
        let mut lanes = 0;
        let mut below_hidden = None;
        for (i, &(task, depth)) in order.iter().enumerate() {
            // What a hidden task spawned is hidden with it.
            if below_hidden.is_some_and(|above| depth > above) {
                continue;
            }
            below_hidden = None;
            if lanes == MOST_LANES {
                let rest: Vec<_> = order[i..].iter().map(|(t, _)| *t).collect();
                rows.push(self.more(&rest, 0));
                break;
            }
            if let Some(group) = summaries.get(&task) {
                rows.push(self.more(group, depth));
            }
            if hidden.contains_key(&task) {
                below_hidden = Some(depth);
                continue;
            }
            lanes += 1;
            self.lane(task, depth, &mut rows);
        }
        rows
    }

    /// "… and 46 more", and how those ended.
    fn more(&self, tasks: &[TaskId], depth: usize) -> Row {
        let mut ends = BTreeMap::<_, usize>::new();
        for &task in tasks {
            let sign = match self.life(task).ended {
                Some((_, how)) => sign(how),
                None if self.stuck(task) => Sign::Stuck,
                None => Sign::GoesOn,
            };
            *ends.entry(sign).or_default() += 1;
        }
        let words = |sign: Sign| {
            sign.word().unwrap_or(if sign == Sign::GoesOn {
                "still there"
            } else {
                "completed"
            })
        };
        let ends: Vec<_> = match ends.len() {
            1 => ends.keys().map(|s| format!("all {}", words(*s))).collect(),
            _ => ends
                .iter()
                .map(|(s, n)| format!("{n} {}", words(*s)))
                .collect(),
        };
        Row {
            kind: RowKind::More,
            label: format!("… and {} more, {}", tasks.len(), ends.join(", ")),
            depth,
            bars: Vec::new(),
            marks: Vec::new(),
            task: None,
        }
    }

    fn lane(&self, task: TaskId, depth: usize, rows: &mut Vec<Row>) {
        let life = self.life(task);
        let name = self.names.task(task);
        let beside = self.beside(life);
        let mut bars = Vec::new();
        for piece in &life.pieces {
            let (from, to) = (piece.from, piece.to);
            bars.push(match piece.state {
                State::Running => self.run(&name, from, to, life.blocked.contains(&from)),
                State::Ready => self.ready(&name, from, to),
                State::Waiting => self.waiting(&name, piece.waits, from, to),
            });
        }
        let mut marks = Vec::new();
        match life.ended {
            Some((at, how)) => {
                let sign = sign(how);
                let sentence = match how {
                    End::Completed => format!("{name} completes at {}", duration(self.at(at))),
                    End::Panicked => format!("{name} panics at {}", duration(self.at(at))),
                    End::Cancelled => format!("{name} is cancelled at {}", duration(self.at(at))),
                    End::Shutdown => format!(
                        "{name} is dropped at {}: the runtime shuts down",
                        duration(self.at(at))
                    ),
                };
                marks.push(Mark { at, sign, sentence });
            }
            None if self.stuck(task) => marks.push(Mark {
                at: self.events.len(),
                sign: Sign::Stuck,
                sentence: format!(
                    "{name} is stuck at {}",
                    duration(self.at(self.events.len()))
                ),
            }),
            None => marks.push(Mark {
                at: self.events.len(),
                sign: Sign::GoesOn,
                sentence: format!("{name} is still there when the recording ends"),
            }),
        }
        let label = match self.recording.task(task).kind {
            TaskKind::Blocking => format!("{name} (own thread)"),
            TaskKind::Main | TaskKind::Spawned | TaskKind::Local => name.clone(),
        };
        rows.push(Row {
            kind: RowKind::Task,
            label,
            depth,
            bars,
            marks,
            task: Some(task),
        });

        let left_out = if beside.len() > MANY_WAITS {
            beside.len() - FIRST_FEW
        } else {
            0
        };
        for (key, waits) in beside.iter().take(beside.len() - left_out) {
            rows.push(self.wait_row(&name, task, depth, key, waits));
        }
        if left_out > 0 {
            rows.push(Row {
                kind: RowKind::More,
                label: format!("… and {} at once", count(left_out, "more wait")),
                depth: depth + 1,
                bars: Vec::new(),
                marks: Vec::new(),
                task: Some(task),
            });
        }
    }

    fn run(&self, name: &str, from: usize, to: usize, blocked: bool) -> Bar {
        let (verb, shape) = match blocked {
            true => ("blocks", Shape::Blocking),
            false => ("runs", Shape::Running),
        };
        let (texts, when) = self.lasting(verb, from, to);
        let what = if blocked {
            "runs and blocks the thread"
        } else {
            "runs"
        };
        Bar {
            from,
            to,
            shape,
            texts,
            sentence: format!("{name} {what} {when}"),
            line: None,
        }
    }

    fn ready(&self, name: &str, from: usize, to: usize) -> Bar {
        let (texts, when) = self.lasting("ready", from, to);
        let sentence = format!("{name} is ready, but the thread is busy, {when}");
        Bar {
            from,
            to,
            shape: Shape::Ready,
            texts,
            sentence,
            line: None,
        }
    }

    /// The texts for a bar, and when it is, as the end of a sentence.
    fn lasting(&self, verb: &str, from: usize, to: usize) -> (Vec<String>, String) {
        let (begin, end) = (self.at(from), self.at(to));
        if begin == end {
            return (Vec::new(), format!("at {}", duration(begin)));
        }
        let long = duration(end - begin);
        let texts = vec![format!("{verb} {long}"), long, verb.to_owned()];
        (texts, self.lasts(from, to))
    }

    fn lasts(&self, from: usize, to: usize) -> String {
        let (begin, end) = (self.at(from), self.at(to));
        match () {
            () if to >= self.events.len() => format!("from {} on", duration(begin)),
            () if begin == end => format!("at {}", duration(begin)),
            () => format!(
                "from {} to {} ({})",
                duration(begin),
                duration(end),
                duration(end - begin)
            ),
        }
    }

    fn waiting(&self, name: &str, waits: (usize, Option<WaitId>), from: usize, to: usize) -> Bar {
        let long = match self.at(to) - self.at(from) {
            _ if to >= self.events.len() => None,
            0 => None,
            long => Some(duration(long)),
        };
        let when = self.lasts(from, to);
        let with_length = |what: String, whole: bool| {
            let both = long
                .as_ref()
                .filter(|_| whole)
                .map(|long| format!("{what} {long}"));
            both.into_iter().chain([what]).collect::<Vec<_>>()
        };
        let (texts, sentence, line) = match waits {
            (_, None) => (Vec::from_iter(long), format!("{name} waits {when}"), None),
            (1, Some(only)) => {
                let wait = self.recording.wait(only);
                let span = &self.spans[&only];
                // The length of a part is not the length of the wait, and must not be read as such.
                let whole = self.at(span.from) == self.at(from) && self.at(span.to) == self.at(to);
                let what = self.names.wait(wait);
                let place = wait
                    .place
                    .as_ref()
                    .map(|p| format!(", {}", self.names.line(p)))
                    .unwrap_or_default();
                let goal = what
                    .as_ref()
                    .map(|w| format!(" for {w}"))
                    .unwrap_or_default();
                let mut texts = what
                    .map(|what| with_length(what, whole))
                    .unwrap_or_default();
                texts.extend(self.names.short(wait));
                texts.extend(long.clone());
                let line = wait.place.as_ref().map(|p| (p.file.clone(), p.line));
                (texts, format!("{name} waits{goal}{place}, {when}"), line)
            }
            (several, Some(_)) => {
                let what = format!("{several} waits");
                (
                    vec![what.clone()],
                    format!("{name} is in {what} at once {when}"),
                    None,
                )
            }
        };
        Bar {
            from,
            to,
            shape: Shape::Waiting,
            texts,
            sentence,
            line,
        }
    }

    /// The waits of a task that it is in together with others, in rows: the same thing waited for at the same line
    /// again and again, as in a loop around `select!`, stays in its row.
    fn beside(&self, life: &Life) -> Vec<(Key, Vec<WaitId>)> {
        // Two waits are beside each other when both are open at the end of one poll.
        let open_at = |wait: &WaitId| {
            let span = &self.spans[wait];
            let from = life.poll_ends.partition_point(|&p| p <= span.from);
            let to = life.poll_ends.partition_point(|&p| p < span.to);
            (from, to)
        };
        let real: Vec<_> = life
            .waits
            .iter()
            .map(|w| (*w, open_at(w)))
            .filter(|(_, (from, to))| from < to)
            .collect();
        // How many are open at the end of each poll; then how many polls before it had several open at their end.
        let mut changes = vec![0isize; life.poll_ends.len() + 1];
        for (_, (from, to)) in &real {
            changes[*from] += 1;
            changes[*to] -= 1;
        }
        let (mut open, mut crowded) = (0, vec![0usize]);
        for change in changes {
            open += change;
            crowded.push(crowded[crowded.len() - 1] + usize::from(open > 1));
        }
        let together: HashSet<Key> = real
            .iter()
            .filter(|(_, (from, to))| crowded[*from] < crowded[*to])
            .map(|(w, _)| self.key(*w))
            .collect();
        let mut rows: Vec<(Key, usize, Vec<WaitId>)> = Vec::new();
        let mut rows_of: HashMap<Key, Vec<usize>> = HashMap::new();
        for (wait, (from, to)) in real {
            let key = self.key(wait);
            if !together.contains(&key) {
                continue;
            }
            let alike = rows_of.entry(key.clone()).or_default();
            match alike.iter().find(|&&row| rows[row].1 <= from) {
                Some(&row) => {
                    rows[row].1 = to;
                    rows[row].2.push(wait);
                }
                None => {
                    alike.push(rows.len());
                    rows.push((key, to, vec![wait]));
                }
            }
        }
        rows.into_iter()
            .map(|(key, _, waits)| (key, waits))
            .collect()
    }

    fn key(&self, wait: WaitId) -> Key {
        let wait = self.recording.wait(wait);
        match self.names.branch(wait) {
            Some(branch) => (Some(branch), None),
            None if wait.label.is_some() => (self.names.wait(wait), None),
            None => {
                let line = wait.place.as_ref().map(|p| self.names.line(p));
                (self.names.wait(wait), line)
            }
        }
    }

    fn wait_row(&self, name: &str, task: TaskId, depth: usize, key: &Key, waits: &[WaitId]) -> Row {
        let (mut bars, mut marks) = (Vec::new(), Vec::new());
        let what = key.0.clone().unwrap_or_else(|| "unknown".to_owned());
        for wait in waits {
            let span = &self.spans[wait];
            let wait = self.recording.wait(*wait);
            let when = self.lasts(span.from, span.to);
            let place = key
                .1
                .as_ref()
                .map(|line| format!(", {line}"))
                .unwrap_or_default();
            let long = self.at(span.to) - self.at(span.from);
            let texts = match span.how {
                Some(_) if long > 0 => vec![duration(long)],
                _ => Vec::new(),
            };
            let end = match span.how {
                Some(WaitEnd::Abandoned) => ", and is dropped before it was done",
                Some(WaitEnd::Done) | None => "",
            };
            bars.push(Bar {
                from: span.from,
                to: span.to,
                shape: Shape::Waiting,
                texts,
                sentence: format!("{name} waits for {what}{place}, {when}{end}"),
                line: wait.place.as_ref().map(|p| (p.file.clone(), p.line)),
            });
            let sign = match span.how {
                Some(WaitEnd::Done) => Sign::Done,
                Some(WaitEnd::Abandoned) => Sign::Cancelled,
                None => continue,
            };
            let over = if sign == Sign::Done {
                "is over"
            } else {
                "is dropped before it was done"
            };
            let sentence = format!(
                "the wait for {what} {over} at {}",
                duration(self.at(span.to))
            );
            marks.push(Mark {
                at: span.to,
                sign,
                sentence,
            });
        }
        let label = label(key);
        Row {
            kind: RowKind::Wait,
            label,
            depth: depth + 1,
            bars,
            marks,
            task: Some(task),
        }
    }
}

/// What is waited for, and the line that does so.
type Key = (Option<String>, Option<String>);

fn label((what, line): &Key) -> String {
    let what = what.as_deref().unwrap_or("unknown");
    match line {
        Some(line) => format!("{what}, {line}"),
        None => what.to_owned(),
    }
}

fn sign(how: End) -> Sign {
    match how {
        End::Completed => Sign::Completed,
        End::Panicked => Sign::Panicked,
        End::Cancelled => Sign::Cancelled,
        End::Shutdown => Sign::Shutdown,
    }
}

/// A name without the number in which it differs from those of its siblings.
fn stem(name: &str) -> &str {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if let Some((stem, _)) = name.rsplit_once(" #").filter(|(_, number)| digits(number)) {
        return stem;
    }
    // The number of a line is not a count: tasks of other lines are other tasks.
    if name.strip_prefix("line ").is_some_and(digits) {
        return name;
    }
    name.trim_end_matches(|c: char| c.is_ascii_digit())
        .trim_end_matches([' ', '#', '-', '_'])
}
