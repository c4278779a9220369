//! What recordings say, in words that do not change when a test file does.

#![allow(dead_code, reason = "each test file uses some of it")]

use std::{future::Future, time::Duration};

use timeline::{Recording, What, explain, in_words, record};
use tokio::time::sleep;

pub(crate) fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// Every step as a sentence, with its time; polls that nobody needs to see are left out.
pub(crate) fn told(recording: &Recording) -> String {
    let steps = recording.events.iter().filter(|e| {
        !matches!(
            e.what,
            What::PollStarted { .. }
                | What::PollEnded { blocked: false, .. }
                | What::ClockAdvanced { .. }
        )
    });
    steps
        .map(|e| {
            format!(
                "{:>5} {}",
                timeline::text::duration(e.at),
                in_words(recording, e.step)
            )
        })
        .collect::<Vec<_>>()
        .join("\n")
        // The tests' own lines move whenever one above them changes: what counts is that there is one.
        .lines()
        .map(without_lines)
        .collect::<Vec<_>>()
        .join("\n")
}

/// "line 123" becomes "line N".
pub(crate) fn without_lines(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("line ") {
        let (before, after) = rest.split_at(at + "line ".len());
        out.push_str(before);
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        out.push_str(if digits > 0 { "N" } else { "" });
        rest = &after[digits..];
    }
    out + rest
}

pub(crate) fn run<F: Future>(program: F) -> Recording {
    let run = record(program).expect("the tests are built with the instrumentation");
    let again =
        Recording::from_json(&run.recording.to_json()).expect("what is written can be read");
    assert_eq!(again, run.recording, "JSON keeps everything");
    run.recording
}

pub(crate) async fn nap(millis: u64) {
    sleep(ms(millis)).await;
}

pub(crate) fn explained(recording: &Recording) -> String {
    let paragraphs: Vec<_> = explain(recording)
        .iter()
        .map(|p| without_lines(p))
        .collect();
    paragraphs.join("\n").replace(char::is_numeric, "9")
}

/// What one task waited for, and how each wait ended: "sleep: Done at 5 ms".
pub(crate) fn waits_of(recording: &Recording, task: &str) -> Vec<String> {
    let task = recording.task_named(task).expect("it was spawned").id;
    let ended = |wait: &timeline::Wait| {
        let end = recording.events.iter().find_map(|e| match e.what {
            What::WaitEnded { wait: w, how } if w == wait.id => Some((how, e.at)),
            _ => None,
        });
        end.map_or("never".to_owned(), |(how, at)| {
            format!("{how:?} at {}", timeline::text::duration(at))
        })
    };
    let waits = recording.waits.iter().filter(|w| w.task == task);
    waits
        .map(|w| format!("{}: {}", w.operation, ended(w)))
        .collect()
}
