//! Whatever a file says, reading it gives a recording or an error, and whatever is a recording can be looked at.

#[path = "support/programs.rs"]
mod programs;

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::{Value, json};
use timeline::text::{Axis, Options};
use timeline::{ReadError, Recording, ResourceId, TaskId, WaitId, assert, query::Span};

/// How many files are tried of each recording.
const MUTANTS: usize = 130;

#[test]
fn no_file_makes_the_reader_or_a_picture_panic() {
    let mut random = Random(1);
    let (mut read, mut refused) = (0, 0);
    let mut recordings = programs::recorded();
    recordings.extend(
        programs::everything()
            .into_iter()
            .map(|r| ("everything", r)),
    );
    for (name, recording) in recordings {
        let json = recording.to_json();
        for _ in 0..MUTANTS {
            let mutant = random.mutant(&json);
            let looked = catch_unwind(AssertUnwindSafe(|| match Recording::from_json(&mutant) {
                Ok(recording) => {
                    look(&recording);
                    true
                }
                Err(why) => {
                    assert_ne!(why.to_string(), "");
                    false
                }
            }));
            match looked {
                Ok(true) => read += 1,
                Ok(false) => refused += 1,
                Err(_) => {
                    let differs = json.lines().zip(mutant.lines()).find(|(a, b)| a != b);
                    panic!("a mutant of `{name}` panics; first line that differs: {differs:?}");
                }
            }
        }
    }
    // Else this tried one side only.
    assert!(
        read > 1000 && refused > 1000,
        "{read} read, {refused} refused"
    );
}

/// Calls everything that looks at a recording.
fn look(recording: &Recording) {
    for axis in [Axis::Auto, Axis::Steps, Axis::Time] {
        let options = Options {
            axis,
            width: 60,
            ..Options::default()
        };
        assert!(timeline::text::render(recording, &options).ends_with('\n'));
    }
    let pair = [("one", recording), ("two", recording)];
    timeline::text::compare(&pair, &Options::default());
    timeline::text::story(recording);
    timeline::svg::render(recording);
    timeline::svg::compare(&pair);
    timeline::explain(recording);
    for warning in timeline::warnings(recording) {
        assert_ne!(warning.to_string(), "");
    }
    assert!(timeline::report::html("report", &pair, &[]).contains("</html>"));
    let view: Value = serde_json::from_str(&timeline::view::data(recording)).unwrap();
    assert!(view.is_object());
    // Also steps that are not there.
    let steps = recording.events.len() as u32;
    for step in 0..steps {
        timeline::in_words(recording, step);
    }
    for step in (0..steps).step_by(7).chain([steps, u32::MAX]) {
        recording.in_flight_after(step);
        recording.running_after(step);
        recording.causes(step).to_string();
        recording.holders_after(ResourceId(1), step);
        recording.state_after(TaskId(1), step);
    }
    for at in [0, recording.duration() / 2, recording.duration(), u64::MAX] {
        recording.in_flight_at(at);
        recording.ran_at(at);
    }
    // Also numbers that are not there.
    for id in [0, 1, 2, u32::MAX] {
        let (task, wait) = (TaskId(id), WaitId(id));
        recording.times(task);
        recording.state_after(task, 3);
        recording.task_span(task);
        recording.ended(task);
        recording.wait_span(wait);
        recording.wait_ended(wait);
        recording.longest_wait_of(task);
        assert_eq!(recording.woke(task, task), recording.woke(task, task));
    }
    let spans = recording
        .waits
        .iter()
        .filter_map(|w| recording.wait_span(w.id));
    Span::most_at_once(spans);
    recording.longest_wait();
    recording.unfinished();
    let held = recording.locks_held_across_waits();
    held.iter().for_each(|h| drop(h.to_string()));
    let results = [
        recording.check(
            assert::task("main")
                .completed()
                .before(assert::said("done")),
        ),
        recording.check(assert::task("main").never_waits_longer_than(assert::millis(1))),
        recording.check(assert::wait("sleep").took(assert::millis(1))),
        recording.check(assert::at_most(1).of_tasks_named("task").run_at_once()),
        recording.check(
            assert::at_least(9)
                .of_waits_named("sleep")
                .are_in_flight_at_once(),
        ),
        recording.check(assert::program().leaves_no_task_behind()),
        recording.check(assert::program().took(assert::millis(1))),
    ];
    for failure in results.into_iter().filter_map(Result::err) {
        assert!(failure.to_string().starts_with("expected "));
    }
}

/// A linear congruential generator: the same mutants on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        let (a, c) = (6_364_136_223_846_793_005, 1_442_695_040_888_963_407);
        self.0 = self.0.wrapping_mul(a).wrapping_add(c);
        (self.0 >> 33) as usize % end.max(1)
    }

    fn one_of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// The file with one to three things changed.
    fn mutant(&mut self, json: &str) -> String {
        let mut mutant = json.to_owned();
        for _ in 0..=self.below(3) {
            mutant = match self.below(8) {
                0 => self.text_changed(mutant),
                1 => self.line_changed(&mutant),
                2 | 3 => self.value_changed(mutant),
                _ => self.story_changed(mutant),
            };
        }
        mutant
    }

    /// Cuts the file off, or puts another byte into it.
    fn text_changed(&mut self, mut text: String) -> String {
        if !text.is_ascii() || text.is_empty() {
            return text;
        }
        let at = self.below(text.len());
        if self.below(4) == 0 {
            text.truncate(at);
        } else {
            let byte = *self.one_of(&["\"", "}", "0", "9", "-", "e", "\u{0}", "\u{1F980}", ","]);
            text.replace_range(at..=at, byte);
        }
        text
    }

    /// Takes a row away, doubles one, or has two change places: numbers and steps no longer fit, but for the waits and
    /// tasks at the end of their tables.
    fn line_changed(&mut self, text: &str) -> String {
        let mut lines: Vec<&str> = text.lines().collect();
        let (a, b) = (self.below(lines.len()), self.below(lines.len()));
        match self.below(3) {
            0 if !lines.is_empty() => drop(lines.remove(a)),
            1 if !lines.is_empty() => lines.insert(b, lines[a]),
            _ if !lines.is_empty() => lines.swap(a, b),
            _ => {}
        }
        lines.join("\n")
    }

    /// Changes the order of events, their times or whom they are about, so that every number still stands for
    /// something: a recording that can be read, of a run that cannot be.
    fn story_changed(&mut self, text: String) -> String {
        let Ok(mut root) = serde_json::from_str::<Value>(&text) else {
            return text;
        };
        let rows = |root: &Value, table: &str| root[table].as_array().map_or(0, Vec::len);
        let ids = ["tasks", "resources", "waits"].map(|table| rows(&root, table));
        let Some(events) = root.get_mut("events").and_then(Value::as_array_mut) else {
            return text;
        };
        if events.is_empty() || !events.iter().all(Value::is_object) {
            return text;
        }
        for _ in 0..=self.below(6) {
            let (a, b) = (self.below(events.len()), self.below(events.len()));
            match self.below(6) {
                0 if events.len() > 1 => drop(events.remove(a)),
                1 => events.insert(b, events[a].clone()),
                2 => events.swap(a, b),
                3 => {
                    let later = *self.one_of(&[1, 1_000, 10_u64.pow(9), u64::MAX / 2, u64::MAX]);
                    for event in &mut events[a..] {
                        let at = event["at"].as_u64().unwrap_or(0);
                        event["at"] = json!(at.saturating_add(later));
                    }
                }
                _ => {
                    for (field, rows) in ["task", "resource", "wait", "during"]
                        .iter()
                        .zip([ids[0], ids[1], ids[2], ids[0]])
                    {
                        if events[a].get(field).is_some_and(Value::is_u64) && rows > 0 {
                            events[a][*field] = json!(self.below(rows) + 1);
                        }
                    }
                }
            }
        }
        let mut now = 0;
        for (step, event) in events.iter_mut().enumerate() {
            now = event["at"].as_u64().unwrap_or(0).max(now);
            (event["step"], event["at"]) = (json!(step), json!(now));
        }
        written(&root)
    }

    /// Puts another value into some place, takes it away, or moves one of the same kind there.
    fn value_changed(&mut self, text: String) -> String {
        let Ok(mut root) = serde_json::from_str::<Value>(&text) else {
            return text;
        };
        let mut places = Vec::new();
        pointers(&root, String::new(), &mut places);
        let (to, from) = (self.one_of(&places).clone(), self.one_of(&places).clone());
        let moved = root.pointer(&from).cloned().unwrap_or_default();
        let Some(place) = root.pointer_mut(&to) else {
            return text;
        };
        let numbers = [0, 1, 2, 3, 7, 1_000_000, u32::MAX.into(), 1 << 53, u64::MAX];
        match (self.below(4), &*place) {
            (0, _) => *place = moved,
            (1, _) => {
                let others = [
                    Value::Null,
                    json!(true),
                    json!(-1),
                    json!(1e300),
                    json!(""),
                    json!("\u{0}\n\u{1b}[31m<&\"\u{202e}"),
                    json!("x".repeat(500)),
                    json!([]),
                    json!({}),
                ];
                *place = self.one_of(&others).clone();
            }
            (_, Value::Number(_)) => *place = json!(self.one_of(&numbers)),
            (_, Value::Null) => *place = json!(self.below(4)),
            (_, Value::String(_)) => {
                *place = json!(self.one_of(&["", "done", "cancelled", "main", "\n"]))
            }
            (_, Value::Bool(now)) => *place = json!(!now),
            (_, Value::Array(_)) => *place = json!([]),
            (_, Value::Object(_)) => *place = moved,
        }
        written(&root)
    }
}

/// As a recording is written, so that rows are lines for the next change.
fn written(root: &Value) -> String {
    let rows = |key: &str, value: &Value| match value {
        Value::Array(rows) => {
            let rows: Vec<_> = rows.iter().map(Value::to_string).collect();
            format!("\"{key}\": [\n{}\n]", rows.join(",\n"))
        }
        other => format!("\"{key}\": {other}"),
    };
    match root {
        Value::Object(fields) => {
            let fields: Vec<_> = fields.iter().map(|(k, v)| rows(k, v)).collect();
            format!("{{\n{}\n}}\n", fields.join(",\n"))
        }
        other => other.to_string(),
    }
}

/// Where a value has values inside.
fn pointers(value: &Value, at: String, all: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                pointers(item, format!("{at}/{i}"), all);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                pointers(field, format!("{at}/{name}"), all);
            }
        }
        _ => {}
    }
    all.push(at);
}

/// What the reader says when one thing of a good recording is another one.
fn refused(pointer: &str, new: Value) -> String {
    let good = programs::everything().remove(2).to_json();
    let mut value: Value = serde_json::from_str(&good).unwrap();
    *value.pointer_mut(pointer).expect(pointer) = new;
    let read = Recording::from_json(&value.to_string());
    read.expect_err("this is no recording").to_string()
}

#[test]
fn what_is_not_there_is_named() {
    let contradicts = |what: &str| format!("this recording contradicts itself: {what}");
    for (pointer, new, what) in [
        ("/tasks/0/id", json!(2), "task 2 stands at position 1"),
        ("/tasks/0/parent", json!(9), "there is no task 9"),
        (
            "/resources/0/id",
            json!(0),
            "resource 0 stands at position 1",
        ),
        ("/waits/0/id", json!(7), "wait 7 stands at position 1"),
        ("/waits/0/task", json!(0), "there is no task 0"),
        ("/waits/0/resource", json!(2), "there is no resource 2"),
        (
            "/waits/0/target",
            json!(u32::MAX),
            "there is no task 4294967295",
        ),
        ("/events/0/step", json!(1), "step 1 stands at position 0"),
        (
            "/events/0/at",
            json!(1),
            "step 1 happens before the step in front of it",
        ),
        ("/events/0/during", json!(5), "there is no task 5"),
        ("/events/0/task", json!(5), "there is no task 5"),
        ("/events/3/wait", json!(2), "there is no wait 2"),
        ("/events/4/resource", json!(2), "there is no resource 2"),
        ("/events/5/task", json!(6), "there is no task 6"),
        ("/events/6/resource", json!(0), "there is no resource 0"),
        ("/events/10/cause/task", json!(8), "there is no task 8"),
        ("/events/13/cause/wait", json!(8), "there is no wait 8"),
        ("/outcome/cycle/0", json!(5), "there is no task 5"),
        ("/outcome/waiting/0/task", json!(5), "there is no task 5"),
        (
            "/outcome/waiting/0/on/0/wait",
            json!(5),
            "there is no wait 5",
        ),
        (
            "/outcome/waiting/0/on/0/held_by/0",
            json!(5),
            "there is no task 5",
        ),
    ] {
        assert_eq!(refused(pointer, new), contradicts(what), "{pointer}");
    }
}

#[test]
fn what_is_of_another_kind_or_too_large_is_refused() {
    for (pointer, new, what) in [
        (
            "/tasks/0/id",
            json!(1u64 << 32),
            "invalid value: integer `4294967296`, expected u32",
        ),
        (
            "/tasks/0/id",
            json!(-1),
            "invalid value: integer `-1`, expected u32",
        ),
        (
            "/events/0/at",
            json!(1e300),
            "invalid type: floating point `1e+300`, expected u64",
        ),
        ("/events/0/event", json!("slept"), "unknown variant `slept`"),
        ("/events/0", json!({}), "missing field `step`"),
        ("/clock", json!("sundial"), "unknown variant `sundial`"),
        (
            "/waits",
            json!({}),
            "invalid type: map, expected a sequence",
        ),
        (
            "/tasks",
            Value::Null,
            "invalid type: null, expected a sequence",
        ),
        (
            "/outcome",
            json!({"outcome": "bored"}),
            "unknown variant `bored`",
        ),
    ] {
        let why = refused(pointer, new);
        assert!(why.starts_with("this recording cannot be read: "), "{why}");
        assert!(why.contains(what), "{pointer}: {why}");
    }
}

#[test]
fn what_has_no_table_is_refused() {
    let good: Value = serde_json::from_str(&programs::everything()[0].to_json()).unwrap();
    for table in [
        "clock",
        "outcome",
        "tasks",
        "resources",
        "waits",
        "events",
        "omitted",
    ] {
        let mut bad = good.clone();
        bad.as_object_mut().unwrap().remove(table);
        let why = Recording::from_json(&bad.to_string()).unwrap_err();
        assert!(
            why.to_string()
                .contains(&format!("missing field `{table}`")),
            "{why}"
        );
    }
}

#[test]
fn other_versions_and_other_files_are_told_apart() {
    let version = |v: &str| {
        Recording::from_json(&format!(
            "{{\"format\": \"tokio-timeline\", \"version\": {v}}}"
        ))
    };
    assert_eq!(version("0"), Err(ReadError::Version(0)));
    assert_eq!(version("2"), Err(ReadError::Version(2)));
    assert_eq!(version("4294967295"), Err(ReadError::Version(u32::MAX)));
    assert!(
        matches!(version("1"), Err(ReadError::Json(_))),
        "the tables are missing"
    );
    for no_version in ["4294967296", "-1", "1.0", "\"1\"", "null"] {
        assert_eq!(
            version(no_version),
            Err(ReadError::NotARecording),
            "{no_version}"
        );
    }
    for other in [
        "{}",
        "[]",
        "7",
        "null",
        "{\"format\": \"tokio-timeline\"}",
        "{\"format\": 1, \"version\": 1}",
    ] {
        assert_eq!(
            Recording::from_json(other),
            Err(ReadError::NotARecording),
            "{other}"
        );
    }
    let deep = "[".repeat(1_000_000);
    for broken in ["", "{", "hello", "{\"format\": \"tokio-tim", deep.as_str()] {
        let read = Recording::from_json(broken);
        assert!(
            matches!(read, Err(ReadError::Json(_) | ReadError::NotARecording)),
            "{read:?}"
        );
    }
}
