//! What the page is told of a run, one object a line.

use std::fmt::Display;

use axum::body::Bytes;
use course::{Diagnostic, Level, Run};
use serde::Serialize;
use timeline::{Outcome, Recording};
use tokio::sync::mpsc;

#[derive(Serialize)]
#[serde(
    tag = "event",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub(super) enum Event {
    /// What goes on until there is something to see.
    Status { text: String },
    /// What the compiler says, as soon as it says it.
    Diagnostic {
        level: &'static str,
        message: String,
        code: Option<String>,
        /// As rustc shows it in a terminal.
        rendered: String,
        marks: Vec<Mark>,
    },
    /// The end: there is no program to run.
    DoesNotCompile { seconds: f64 },
    /// The end: the program ran.
    Finished {
        success: bool,
        /// How it ended, for people.
        sentence: String,
        /// On the wall clock.
        seconds: f64,
        /// On the program's clock, where it was recorded.
        virtual_seconds: Option<f64>,
        output: String,
        errors: String,
        /// Why nothing could go on, in paragraphs.
        explanation: Vec<String>,
        /// What the viewer reads: see `timeline::view`.
        view: Option<String>,
        timeline: Option<String>,
        /// The program that ran, and what its places call it.
        file: String,
        source: String,
    },
    /// The end: it could not be tried, and why.
    Refused { sentence: String },
}

/// Where in the block; lines and columns count from 1.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Mark {
    /// The block, for a scene: its anchor.
    pub(super) anchor: Option<String>,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    primary: bool,
    label: Option<String>,
}

impl Event {
    pub(super) fn status(text: impl Display) -> Self {
        Self::Status {
            text: text.to_string(),
        }
    }

    pub(super) fn replaced() -> Self {
        Self::Refused {
            sentence: "it was stopped".to_owned(),
        }
    }

    pub(super) fn diagnostic(diagnostic: &Diagnostic, marks: Vec<Mark>) -> Self {
        Self::Diagnostic {
            level: match diagnostic.level {
                Level::Error => "error",
                _ => "warning",
            },
            message: diagnostic.message.clone(),
            code: diagnostic.code.clone(),
            rendered: diagnostic.rendered.clone(),
            marks,
        }
    }

    /// Of a scene: its story is what the book shows as output. What it printed by other means than the lessons' own
    /// `println!` comes behind that. `source`: the program's file and text.
    pub(super) fn scene_finished(mut run: Run, source: (&str, &str)) -> Self {
        if let Some(recording) = &run.recording {
            run.stdout = timeline::text::story(recording) + &run.stdout;
        }
        Self::finished(run, source)
    }

    pub(super) fn finished(run: Run, (file, source): (&str, &str)) -> Self {
        let drawn = run.recording.as_ref();
        Self::Finished {
            success: run.ended.is_success(),
            sentence: drawn
                .and_then(|r| how_it_failed(&r.outcome))
                .unwrap_or_else(|| run.ended.to_string()),
            seconds: run.seconds,
            virtual_seconds: drawn.map(|r| r.duration() as f64 / 1e6),
            explanation: drawn.map(explanation).unwrap_or_default(),
            view: drawn.map(timeline::view::data),
            timeline: drawn.map(|r| timeline::text::render(r, &timeline::text::Options::default())),
            output: run.stdout,
            errors: run.stderr,
            file: file.to_owned(),
            source: source.to_owned(),
        }
    }
}

/// In the recording's words, which know more than the exit code.
fn how_it_failed(outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::Stalled(_) => Some("stalled: nothing can wake any of its tasks".to_owned()),
        Outcome::Panicked {
            message: Some(message),
        } => Some(format!("panicked: {message}")),
        Outcome::Panicked { message: None } => Some("panicked".to_owned()),
        Outcome::Completed | Outcome::Unfinished => None,
    }
}

fn explanation(recording: &Recording) -> Vec<String> {
    match recording.outcome {
        Outcome::Stalled(_) => timeline::explain(recording),
        _ => Vec::new(),
    }
}

/// The primary spans of a diagnostic, or all of them where none is.
pub(super) fn marks(diagnostic: &Diagnostic, anchor: Option<&str>) -> Vec<Mark> {
    let mark = |span: &course::Span| Mark {
        anchor: anchor.map(str::to_owned),
        line: span.line_start,
        column: span.column_start,
        end_line: span.line_end,
        end_column: span.column_end,
        primary: span.is_primary,
        label: span.label.clone(),
    };
    diagnostic.spans.iter().map(mark).collect()
}

/// To the page. What is sent when nobody listens any more is dropped.
#[derive(Clone)]
pub(super) struct Events(mpsc::Sender<Bytes>);

impl Events {
    pub(super) fn new(tx: mpsc::Sender<Bytes>) -> Self {
        Self(tx)
    }

    /// From a thread of its own.
    pub(super) fn send(&self, event: Event) {
        let _ = self.0.blocking_send(line(&event));
    }

    pub(super) async fn send_async(&self, event: Event) {
        let _ = self.0.send(line(&event)).await;
    }

    pub(super) async fn nobody_listens(&self) {
        self.0.closed().await;
    }
}

fn line(event: &Event) -> Bytes {
    let mut line = serde_json::to_vec(event).expect("plain data always has a JSON form");
    line.push(b'\n');
    line.into()
}
