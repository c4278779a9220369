//! The pictures of recordings that are written by hand, as snapshots: they change only when somebody looks at them.

use std::fmt::Write as _;

use timeline::text::{self, Axis, Options};
use timeline::{
    Cause, Clock, End, Event, FORMAT, Micros, Outcome, Place, Recording, Resource, ResourceId,
    Stall, Stuck, StuckOn, Task, TaskId, TaskKind, VERSION, Wait, WaitEnd, WaitId, What, svg,
};

const SECOND: Micros = 1_000_000;
const MAIN: TaskId = TaskId(1);

/// Writes a recording down event by event.
struct Script {
    recording: Recording,
    at: Micros,
    running: Option<TaskId>,
}

impl Script {
    fn new() -> Self {
        let recording = Recording {
            format: FORMAT.to_owned(),
            version: VERSION,
            clock: Clock::Paused,
            outcome: Outcome::Completed,
            tasks: Vec::new(),
            resources: Vec::new(),
            waits: Vec::new(),
            events: Vec::new(),
            omitted: 0,
            taken_during: None,
        };
        Self {
            recording,
            at: 0,
            running: None,
        }
    }

    /// With the main future, already running.
    fn main() -> Self {
        let mut script = Self::new();
        script.task("main", TaskKind::Main);
        script.poll(MAIN);
        script
    }

    fn event(&mut self, what: What) {
        let step = self.recording.events.len() as u32;
        self.recording.events.push(Event {
            step,
            at: self.at,
            during: self.running,
            worker: None,
            what,
        });
    }

    fn task(&mut self, name: &str, kind: TaskKind) -> TaskId {
        let id = TaskId(self.recording.tasks.len() as u32 + 1);
        let parent = self.running;
        self.recording.tasks.push(Task {
            id,
            name: name.to_owned(),
            kind,
            place: None,
            parent,
        });
        self.event(What::TaskSpawned { task: id });
        id
    }

    fn spawn(&mut self, name: &str) -> TaskId {
        self.task(name, TaskKind::Spawned)
    }

    fn poll(&mut self, task: TaskId) {
        self.running = Some(task);
        self.event(What::PollStarted { task });
    }

    fn pend(&mut self) {
        let task = self.running.expect("a task is running");
        self.event(What::PollEnded {
            task,
            blocked: false,
            computed: false,
            real_nanos: None,
        });
        self.running = None;
    }

    fn end(&mut self, how: End) {
        let task = self.running.expect("a task is running");
        self.event(What::PollEnded {
            task,
            blocked: false,
            computed: false,
            real_nanos: None,
        });
        self.running = None;
        self.event(What::TaskEnded {
            task,
            how,
            by: None,
            panic: None,
        });
    }

    /// The clock moves to `at`.
    fn clock(&mut self, at: Micros) {
        let from = std::mem::replace(&mut self.at, at);
        self.event(What::ClockAdvanced { from, to: at });
    }

    fn wake(&mut self, task: TaskId, cause: Cause) {
        self.event(What::Woken {
            task,
            cause,
            redundant: false,
        });
    }

    fn timer(&mut self, task: TaskId) {
        self.wake(task, Cause::Timer { wait: None });
    }

    fn wait(&mut self, operation: &str, label: Option<&str>, line: u32) -> WaitId {
        let id = WaitId(self.recording.waits.len() as u32 + 1);
        self.recording.waits.push(Wait {
            id,
            task: self.running.expect("a task is running"),
            operation: operation.to_owned(),
            label: label.map(str::to_owned),
            resource: None,
            target: None,
            deadline: None,
            place: Some(Place {
                file: "src/main.rs".to_owned(),
                line,
            }),
            stack: Vec::new(),
        });
        self.event(What::WaitStarted { wait: id });
        id
    }

    fn done(&mut self, wait: WaitId) {
        self.event(What::WaitEnded {
            wait,
            how: WaitEnd::Done,
        });
    }

    fn abandoned(&mut self, wait: WaitId) {
        self.event(What::WaitEnded {
            wait,
            how: WaitEnd::Abandoned,
        });
    }

    fn join(&mut self, target: TaskId, line: u32) -> WaitId {
        let wait = self.wait("JoinHandle", None, line);
        self.recording.waits[wait.0 as usize - 1].target = Some(target);
        wait
    }

    fn resource(&mut self, type_name: &str, line: u32) -> ResourceId {
        let id = ResourceId(self.recording.resources.len() as u32 + 1);
        let place = Some(Place {
            file: "src/main.rs".to_owned(),
            line,
        });
        self.recording.resources.push(Resource {
            id,
            type_name: type_name.to_owned(),
            place,
            capacity: None,
            size: None,
        });
        id
    }

    fn wait_for(&mut self, resource: ResourceId, operation: &str, line: u32) -> WaitId {
        let wait = self.wait(operation, None, line);
        self.recording.waits[wait.0 as usize - 1].resource = Some(resource);
        wait
    }

    fn hold(&mut self, resource: ResourceId) {
        self.event(What::LockHeld {
            resource,
            task: self.running,
            shared: false,
        });
    }

    fn free(&mut self, resource: ResourceId) {
        self.event(What::LockFreed {
            resource,
            task: self.running,
            shared: false,
        });
    }

    fn note(&mut self, text: &str) {
        self.event(What::Note {
            text: text.to_owned(),
        });
    }

    /// The recording, which must be one that this library reads.
    fn finish(self) -> Recording {
        Recording::from_json(&self.recording.to_json()).expect("the recording is consistent")
    }
}

const CITIES: [&str; 3] = ["rome", "oslo", "cairo"];

fn in_a_row() -> Recording {
    let mut s = Script::main();
    for (i, city) in CITIES.iter().enumerate() {
        let wait = s.wait("sleep", Some(city), 10 + i as u32);
        s.pend();
        s.clock((i as u64 + 1) * 3 * SECOND);
        s.timer(MAIN);
        s.poll(MAIN);
        s.done(wait);
        s.note(&format!("{city} answers"));
    }
    s.end(End::Completed);
    s.finish()
}

fn joined() -> Recording {
    let mut s = Script::main();
    let waits = CITIES.map(|city| s.wait("sleep", Some(city), 20));
    s.pend();
    for (wait, at) in waits.into_iter().zip(1..) {
        s.clock(at * SECOND);
        s.timer(MAIN);
        s.poll(MAIN);
        s.done(wait);
        if at < 3 {
            s.pend();
        }
    }
    s.end(End::Completed);
    s.finish()
}

fn spawned() -> Recording {
    let mut s = Script::main();
    let tasks = CITIES.map(|city| s.spawn(city));
    let mut handle = s.join(tasks[0], 31);
    s.pend();
    for task in tasks {
        s.poll(task);
        s.wait("sleep", None, 25);
        s.pend();
    }
    s.clock(3 * SECOND);
    tasks.iter().for_each(|task| s.timer(*task));
    for (i, task) in tasks.into_iter().enumerate() {
        s.poll(task);
        s.done(WaitId(i as u32 + 2));
        s.note(&format!("{} answers", CITIES[i]));
        s.end(End::Completed);
        if i == 0 {
            s.wake(MAIN, Cause::End { task });
        }
    }
    s.poll(MAIN);
    s.done(handle);
    handle = s.join(tasks[1], 32);
    s.done(handle);
    s.end(End::Completed);
    s.finish()
}

fn computed() -> Recording {
    let mut s = Script::main();
    let tasks = CITIES.map(|city| s.spawn(city));
    let mut handle = s.join(tasks[0], 31);
    s.pend();
    for (i, task) in tasks.into_iter().enumerate() {
        s.poll(task);
        s.clock((i as u64 + 1) * 3 * SECOND);
        s.end(End::Completed);
        s.wake(MAIN, Cause::End { task });
        // The queue is fair: main comes after those that were ready before it.
        if i == 2 {
            s.poll(MAIN);
            s.done(handle);
            handle = s.join(task, 33);
            s.done(handle);
        }
    }
    s.end(End::Completed);
    s.finish()
}

fn contention() -> Recording {
    let mut s = Script::main();
    let lock = s.resource("Mutex", 5);
    let (saver, loader) = (s.spawn("saver"), s.spawn("loader"));
    let handle = s.join(saver, 30);
    s.pend();
    s.poll(saver);
    s.hold(lock);
    let save = s.wait("sleep", None, 8);
    s.pend();
    s.poll(loader);
    let acquire = s.wait_for(lock, "Mutex::lock", 14);
    s.pend();
    s.clock(300_000);
    s.timer(saver);
    s.poll(saver);
    s.done(save);
    s.wake(
        loader,
        Cause::Task {
            task: saver,
            operation: Some("MutexGuard::drop".to_owned()),
            place: None,
        },
    );
    s.free(lock);
    s.end(End::Completed);
    s.wake(MAIN, Cause::End { task: saver });
    s.poll(loader);
    s.done(acquire);
    s.hold(lock);
    let load = s.wait("sleep", None, 15);
    s.pend();
    s.poll(MAIN);
    s.done(handle);
    let handle = s.join(loader, 31);
    s.pend();
    s.clock(500_000);
    s.timer(loader);
    s.poll(loader);
    s.done(load);
    s.free(lock);
    s.end(End::Completed);
    s.wake(MAIN, Cause::End { task: loader });
    s.poll(MAIN);
    s.done(handle);
    s.end(End::Completed);
    s.finish()
}

fn deadlock() -> Recording {
    let mut s = Script::main();
    let (left, right) = (s.resource("Mutex", 5), s.resource("Mutex", 6));
    let (one, two) = (s.spawn("one"), s.spawn("two"));
    let handle = s.join(one, 30);
    s.pend();
    let mut sleeps = Vec::new();
    for (task, lock) in [(one, left), (two, right)] {
        s.poll(task);
        s.hold(lock);
        sleeps.push(s.wait("sleep", None, 9));
        s.pend();
    }
    s.clock(10_000);
    let mut waits = Vec::new();
    for ((task, lock), sleep) in [(one, right), (two, left)].into_iter().zip(sleeps) {
        s.timer(task);
        s.poll(task);
        s.done(sleep);
        waits.push(s.wait_for(lock, "Mutex::lock", 10));
        s.pend();
    }
    s.event(What::Stalled);
    let stuck = |task, wait, held_by| Stuck {
        task,
        on: vec![StuckOn {
            wait,
            held_by,
            taken_by: Vec::new(),
            lost: Vec::new(),
            other_end: Vec::new(),
            unused: false,
        }],
    };
    s.recording.outcome = Outcome::Stalled(Stall {
        cycle: vec![one, two],
        waiting: vec![
            stuck(MAIN, handle, vec![]),
            stuck(one, waits[0], vec![two]),
            stuck(two, waits[1], vec![one]),
        ],
    });
    // What follows is the runtime being taken down, and no part of the picture.
    for (task, wait) in [(one, waits[0]), (two, waits[1])] {
        s.abandoned(wait);
        s.event(What::TaskEnded {
            task,
            how: End::Shutdown,
            by: None,
            panic: None,
        });
    }
    s.finish()
}

fn selected() -> Recording {
    let mut s = Script::main();
    let fast = s.wait("sleep", Some("fast mirror"), 12);
    let slow = s.wait("sleep", Some("slow mirror"), 13);
    s.pend();
    s.clock(SECOND);
    s.timer(MAIN);
    s.poll(MAIN);
    s.done(fast);
    s.abandoned(slow);
    let write = s.wait("sleep", None, 16);
    s.pend();
    s.clock(3 * SECOND / 2);
    s.timer(MAIN);
    s.poll(MAIN);
    s.done(write);
    s.end(End::Completed);
    s.finish()
}

fn ends() -> Recording {
    let mut s = Script::main();
    let (fails, aborted) = (s.spawn("fails"), s.spawn("aborted"));
    let child_of = s.spawn("forgotten");
    let sleep = s.wait("sleep", None, 40);
    s.pend();
    let mut waits = Vec::new();
    for task in [fails, aborted, child_of] {
        s.poll(task);
        waits.push(s.wait("sleep", None, 20));
        if task == child_of {
            s.spawn("its child");
        }
        s.pend();
    }
    let child = TaskId(5);
    s.poll(child);
    let long = s.wait("Notify::notified", None, 22);
    s.pend();
    s.clock(SECOND);
    s.timer(fails);
    s.poll(fails);
    s.done(waits[0]);
    s.end(End::Panicked);
    s.clock(2 * SECOND);
    s.timer(MAIN);
    s.poll(MAIN);
    s.done(sleep);
    s.abandoned(waits[1]);
    s.event(What::TaskEnded {
        task: aborted,
        how: End::Cancelled,
        by: None,
        panic: None,
    });
    let sleep = s.wait("sleep", None, 42);
    s.pend();
    s.clock(3 * SECOND);
    s.timer(MAIN);
    s.poll(MAIN);
    s.done(sleep);
    s.end(End::Completed);
    s.abandoned(waits[2]);
    s.event(What::TaskEnded {
        task: child_of,
        how: End::Shutdown,
        by: None,
        panic: None,
    });
    s.abandoned(long);
    s.event(What::TaskEnded {
        task: child,
        how: End::Shutdown,
        by: None,
        panic: None,
    });
    s.finish()
}

fn crowd() -> Recording {
    let mut s = Script::main();
    let semaphore = s.resource("Semaphore", 4);
    s.event(What::PermitsChanged {
        resource: semaphore,
        available: 10,
    });
    let tasks: Vec<_> = (1..=50)
        .map(|n| {
            s.spawn(&if n == 1 {
                "fetch".to_owned()
            } else {
                format!("fetch {n}")
            })
        })
        .collect();
    let handle = s.join(tasks[49], 30);
    s.pend();
    let mut open = Vec::new();
    for (i, &task) in tasks.iter().enumerate() {
        s.poll(task);
        if i < 10 {
            s.event(What::PermitsChanged {
                resource: semaphore,
                available: 9 - i as u64,
            });
            open.push(s.wait("sleep", Some("call"), 12));
        } else {
            open.push(s.wait_for(semaphore, "Semaphore::acquire", 11));
        }
        s.pend();
    }
    for round in 0..5 {
        s.clock((round as u64 + 1) * SECOND);
        for i in round * 10..round * 10 + 10 {
            s.timer(tasks[i]);
            s.poll(tasks[i]);
            s.done(open[i]);
            let next = i + 10;
            if next < 50 {
                s.wake(
                    tasks[next],
                    Cause::Task {
                        task: tasks[i],
                        operation: None,
                        place: None,
                    },
                );
            } else {
                s.event(What::PermitsChanged {
                    resource: semaphore,
                    available: i as u64 - 39,
                });
            }
            s.end(if i == 30 {
                End::Panicked
            } else {
                End::Completed
            });
            if next < 50 {
                s.poll(tasks[next]);
                s.done(open[next]);
                open[next] = s.wait("sleep", Some("call"), 12);
                s.pend();
            }
        }
    }
    s.wake(MAIN, Cause::End { task: tasks[49] });
    s.poll(MAIN);
    s.done(handle);
    s.end(End::Completed);
    s.finish()
}

fn hostile() -> Recording {
    let mut s = Script::main();
    let tasks = [
        s.spawn("<script>alert('x')</script>"),
        s.spawn("日本語のタスク"),
        s.spawn(
            "a name that is so very long that nobody would ever want to read all of it at once",
        ),
        s.spawn("\x1b[31mred\x07 \u{202e}desrever\n\n{{#include /etc/passwd}} & \"quoted\" \0"),
        s.spawn("e\u{301}te\u{301} 👩\u{200d}🚀"),
    ];
    let sleep = s.wait("sleep", Some("]]> --> </svg>\n\n日本語日本語日本語"), 3);
    s.pend();
    for task in tasks {
        s.poll(task);
        s.note("\x1b]0;owned\x07 </text>\n\n  second line\t日本");
        s.end(End::Completed);
    }
    s.clock(2 * SECOND);
    s.timer(MAIN);
    s.poll(MAIN);
    s.done(sleep);
    s.recording.outcome = Outcome::Panicked {
        message: Some("<b>\x1b[1m\r\n\r\nbold</b>".to_owned()),
    };
    s.end(End::Panicked);
    s.finish()
}

/// A thousand messages between two tasks, without any time passing.
fn ping_pong() -> Recording {
    let mut s = Script::main();
    let other = s.spawn("other");
    let mut waits = [s.wait("mpsc::Receiver::recv", None, 10), WaitId(2)];
    s.pend();
    s.poll(other);
    s.wait("mpsc::Receiver::recv", None, 20);
    s.pend();
    for round in 0..500 {
        let (to, from) = if round % 2 == 0 {
            (0, other)
        } else {
            (1, MAIN)
        };
        s.wake(
            [MAIN, other][to],
            Cause::Task {
                task: from,
                operation: None,
                place: None,
            },
        );
        s.poll([MAIN, other][to]);
        s.done(waits[to]);
        waits[to] = s.wait("mpsc::Receiver::recv", None, 10 + 10 * to as u32);
        s.pend();
    }
    s.poll(other);
    s.done(waits[1]);
    s.end(End::Completed);
    s.poll(MAIN);
    s.done(waits[0]);
    s.end(End::Completed);
    s.recording.omitted = 412;
    s.finish()
}

fn blocking() -> Recording {
    let mut s = Script::main();
    let other = s.spawn("other");
    s.event(What::PollEnded {
        task: MAIN,
        blocked: true,
        computed: false,
        real_nanos: None,
    });
    s.event(What::TaskEnded {
        task: MAIN,
        how: End::Completed,
        by: None,
        panic: None,
    });
    s.running = None;
    s.event(What::TaskEnded {
        task: other,
        how: End::Shutdown,
        by: None,
        panic: None,
    });
    s.finish()
}

fn unfinished() -> Recording {
    let mut s = Script::main();
    s.wait("sleep", None, 4);
    s.pend();
    s.clock(125 * SECOND);
    s.timer(MAIN);
    s.recording.outcome = Outcome::Unfinished;
    s.finish()
}

fn empty() -> Recording {
    Script::new().finish()
}

fn all() -> Vec<(&'static str, Recording)> {
    vec![
        ("in_a_row", in_a_row()),
        ("joined", joined()),
        ("spawned", spawned()),
        ("computed", computed()),
        ("contention", contention()),
        ("deadlock", deadlock()),
        ("selected", selected()),
        ("ends", ends()),
        ("crowd", crowd()),
        ("hostile", hostile()),
        ("ping_pong", ping_pong()),
        ("blocking", blocking()),
        ("unfinished", unfinished()),
        ("empty", empty()),
    ]
}

const AXES: [Axis; 3] = [Axis::Auto, Axis::Steps, Axis::Time];

#[test]
fn text_on_both_axes() {
    for (name, recording) in all() {
        let mut text = String::new();
        for axis in [Axis::Time, Axis::Steps] {
            let picture = text::render(
                &recording,
                &Options {
                    axis,
                    ..Options::default()
                },
            );
            let chosen = text::render(&recording, &Options::default()) == picture;
            let _ = writeln!(
                text,
                "{axis:?}{}\n\n{picture}",
                if chosen { " (chosen)" } else { "" }
            );
        }
        insta::assert_snapshot!(format!("{name}.text"), text);
    }
}

#[test]
fn svg_on_the_chosen_axis() {
    for (name, recording) in all() {
        insta::assert_binary_snapshot!(
            &format!("{name}.svg"),
            svg::render(&recording).into_bytes()
        );
    }
    let steps = svg::render_on(&contention(), Axis::Steps);
    insta::assert_binary_snapshot!("contention_steps.svg", steps.into_bytes());
}

#[test]
fn comparisons() {
    let (row, joined, computed, deadlock) = (in_a_row(), joined(), computed(), deadlock());
    let all = [
        ("in a row", &row),
        ("overlapped", &joined),
        ("computing", &computed),
        ("deadlocked", &deadlock),
    ];
    insta::assert_snapshot!("compared.text", text::compare(&all, &Options::default()));
    insta::assert_binary_snapshot!("compared.svg", svg::compare(&all[..3]).into_bytes());
    let pair = text::compare(&all[..2], &Options::default());
    assert!(
        pair.ends_with("\nin a row: 9 s\noverlapped: 3 s, 6 s less than in a row\n"),
        "{pair}"
    );
    // How soon a run stalls is no measure of anything.
    assert!(
        text::compare(&all, &Options::default()).ends_with("deadlocked: stalled after 10 ms\n")
    );
}

#[test]
fn stories() {
    insta::assert_snapshot!(
        "story",
        [in_a_row(), spawned(), hostile()]
            .map(|r| text::story(&r))
            .join("\n")
    );
    assert_eq!(
        text::story(&in_a_row()).lines().next(),
        Some("    3 s  main  rome answers")
    );
    assert_eq!(text::story(&empty()), "");
}

#[test]
fn colour_adds_nothing_but_colour() {
    for (name, recording) in all() {
        let plain = text::render(&recording, &Options::default());
        let coloured = text::render(
            &recording,
            &Options {
                colour: true,
                ..Options::default()
            },
        );
        let mut stripped = String::new();
        let mut rest = coloured.as_str();
        while let Some((before, after)) = rest.split_once("\x1b[") {
            stripped.push_str(before);
            rest = after.split_once('m').expect("a colour ends with `m`").1;
        }
        stripped.push_str(rest);
        assert_eq!(stripped, plain, "{name}");
        assert!(
            recording.tasks.is_empty() || coloured.contains("\x1b["),
            "{name} has no colour"
        );
    }
}

/// Not the library's own count, so that an error there is not repeated here; for the characters of these tests.
fn columns(line: &str) -> usize {
    line.chars()
        .map(|c| match c {
            '\u{301}' | '\u{200d}' => 0,
            '⚡' | '日' | '本' | '語' | 'の' | 'タ' | 'ス' | 'ク' | '👩' | '🚀' => 2,
            _ => 1,
        })
        .sum()
}

#[test]
fn no_line_is_wider_than_asked_for() {
    for (name, recording) in all() {
        // Each width takes a while where there is much to draw.
        let stride = if recording.events.len() > 60 { 13 } else { 1 };
        for width in (40..=200).step_by(stride).chain([0, 20, 200, 1000]) {
            for axis in AXES {
                let options = Options {
                    width,
                    colour: false,
                    axis,
                };
                let both = [("a", &recording), (name, &recording)];
                for picture in [
                    text::render(&recording, &options),
                    text::compare(&both, &options),
                ] {
                    for line in picture.lines() {
                        assert!(
                            columns(line) <= width.max(40),
                            "{name}, {width}, {axis:?}:\n{picture}"
                        );
                        assert_eq!(
                            line,
                            line.trim_end(),
                            "{name}, {width}, {axis:?}:\n{picture}"
                        );
                        assert!(!line.contains(char::is_control), "{name}: {line:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn the_same_recording_gives_the_same_picture() {
    for ((name, first), (_, second)) in all().into_iter().zip(all()) {
        for axis in AXES {
            let options = Options {
                axis,
                ..Options::default()
            };
            assert_eq!(
                text::render(&first, &options),
                text::render(&second, &options),
                "{name}"
            );
            assert_eq!(
                svg::render_on(&first, axis),
                svg::render_on(&second, axis),
                "{name}"
            );
        }
    }
}

#[test]
fn every_svg_can_be_pasted_into_a_page() {
    for (name, recording) in all() {
        let pictures = AXES.map(|axis| svg::render_on(&recording, axis));
        for picture in pictures
            .into_iter()
            .chain([svg::compare(&[(name, &recording), ("<&\"{{", &recording)])])
        {
            well_formed(&picture).unwrap_or_else(|why| panic!("{name}: {why}\n{picture}"));
            // CommonMark ends a block of HTML at a blank line, and begins one at a tag on a line of its own.
            assert!(
                picture.lines().all(|line| !line.trim().is_empty()),
                "{name}: a blank line"
            );
            assert!(
                picture
                    .lines()
                    .next()
                    .is_some_and(|line| line.starts_with("<svg ") && line.ends_with('>'))
            );
            for unwanted in [
                "<script", "<style", "<a ", "<image", "<use", " id=", "href", " on", "url(", "{{",
            ] {
                let tags = picture
                    .split('<')
                    .filter_map(|tag| tag.split_once('>'))
                    .map(|(tag, _)| format!("<{tag}"));
                assert!(
                    !tags.into_iter().any(|tag| tag.contains(unwanted)),
                    "{name}: {unwanted}"
                );
            }
            assert!(
                !picture.contains("{{"),
                "{name}: mdBook would read a directive"
            );
            assert!(
                !picture.contains(|c: char| c.is_control() && c != '\n'),
                "{name}: a control character"
            );
            assert!(
                picture.contains("<title>Timeline") && picture.contains("<desc>"),
                "{name}"
            );
        }
    }
}

/// Whether a text is well-formed XML of the kind that is drawn here: elements, attributes, character data.
fn well_formed(xml: &str) -> Result<(), String> {
    let entities = |text: &str| {
        text.split('&').skip(1).all(|rest| {
            rest.split_once(';').is_some_and(|(name, _)| {
                ["amp", "lt", "gt", "quot"].contains(&name)
                    || name
                        .strip_prefix('#')
                        .is_some_and(|n| n.chars().all(|c| c.is_ascii_digit()))
            })
        })
    };
    let mut open = Vec::new();
    let mut roots = 0;
    let mut rest = xml;
    while let Some((text, after)) = rest.split_once('<') {
        if text.contains('>') || !entities(text) || (open.is_empty() && !text.trim().is_empty()) {
            return Err(format!("text: {text:?}"));
        }
        let (tag, after) = after.split_once('>').ok_or("a tag does not end")?;
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("</{name}> closes another element"));
            }
            continue;
        }
        let (tag, closed) = tag
            .strip_suffix('/')
            .map_or((tag, false), |tag| (tag, true));
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut seen = Vec::new();
        while !attributes.trim().is_empty() {
            let (key, value) = attributes
                .trim_start()
                .split_once("=\"")
                .ok_or(format!("attribute: {attributes:?}"))?;
            let (value, next) = value.split_once('"').ok_or(format!("value: {value:?}"))?;
            let named = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            if !named || key.is_empty() || seen.contains(&key) || !entities(value) {
                return Err(format!("<{name} {key}={value:?}>"));
            }
            seen.push(key);
            attributes = next;
        }
        roots += usize::from(open.is_empty());
        if !closed {
            open.push(name);
        }
    }
    match (open.as_slice(), roots, rest.trim()) {
        ([], 1, "") => Ok(()),
        _ => Err(format!(
            "not one element: {open:?} are open, {roots} roots, {rest:?} behind"
        )),
    }
}

#[test]
fn the_check_for_xml_finds_errors() {
    for bad in [
        "<svg>",
        "<svg></g>",
        "<svg a=\"1\" a=\"2\"/>",
        "<svg>&nbsp</svg>",
        "<svg/><svg/>",
        "<svg a=1/>",
    ] {
        assert!(well_formed(bad).is_err(), "{bad}");
    }
}

#[test]
fn what_is_left_out_is_said() {
    let text = text::render(
        &ping_pong(),
        &Options {
            axis: Axis::Steps,
            ..Options::default()
        },
    );
    assert!(text.contains("steps not shown"), "{text}");
    assert!(text.contains("412 more events"), "{text}");
    let text = text::render(&crowd(), &Options::default());
    assert!(text.contains("… and 45 more, all completed"), "{text}");
    assert!(
        text.contains("⚡ panicked"),
        "the one that panicked is not hidden: {text}"
    );
}

#[test]
fn durations() {
    let cases = [
        (0, "0 s"),
        (1, "1 µs"),
        (999, "999 µs"),
        (1_000, "1 ms"),
        (1_250, "1.25 ms"),
        (300_000, "300 ms"),
        (999_949, "999.9 ms"),
        (999_950, "1 s"),
        (SECOND, "1 s"),
        (1_500_000, "1.5 s"),
        (1_234_567, "1.235 s"),
        (59_999_600, "1 min"),
        (60 * SECOND, "1 min"),
        (125 * SECOND, "2 min 5 s"),
        (125 * SECOND + 250_000, "2 min 5.25 s"),
        (5400 * SECOND, "1 h 30 min"),
        (100 * 3600 * SECOND, "100 h"),
    ];
    for (micros, words) in cases {
        assert_eq!(text::duration(micros), words, "{micros}");
    }
    assert!(text::duration(Micros::MAX).ends_with(" s"));
}
