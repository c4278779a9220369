//! What the page is told of a run or a check, one object a line.

use std::collections::BTreeMap;
use std::fmt::Display;

use axum::body::Bytes;
use course::{Diagnostic, Level, Run};
use serde::Serialize;
use timeline::Outcome;
use tokio::sync::{broadcast, mpsc};

use super::{picture, verdict};

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
        /// Why there is no picture of what it did.
        undrawn: Option<String>,
        /// What flowed through its streams, where the page asked for that: see `picture::Shown`.
        marbles: Option<String>,
        /// The program that ran, and what its places call it.
        file: String,
        source: String,
    },
    /// The end: the answer was checked.
    Verdict(Box<verdict::Told>),
    /// After a verdict: the run that it shows and the one that was expected, for the viewer.
    Compared { view: String },
    /// The learner's file changed, by whomever. Without a text it is gone, or cannot be read: then why.
    Changed {
        text: Option<String>,
        problem: Option<String>,
    },
    /// What stands in every file now: the first line of a page that watches.
    Watching {
        versions: BTreeMap<String, Option<String>>,
    },
    /// Some lines were too many for this page: it has to look for itself.
    Missed,
    /// Nothing; it shows that the other side is still there.
    Alive,
    /// The end: it could not be tried, and why.
    Refused { sentence: String },
}

/// What an event is about, where that is a learner's file.
#[derive(Clone, Default, Serialize)]
pub(super) struct About {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) exercise: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<String>,
    /// The page that asked for it; it has an answer of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) asked: Option<String>,
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

    /// Of a scene, its story is what the book shows as output. What it printed by other means than the lessons' own
    /// `println!` comes behind that. `source`: the program's file and text.
    pub(super) fn finished(
        run: Run,
        (file, source): (&str, &str),
        scene: Option<(&str, &[String])>,
    ) -> Self {
        let recordings = run.recordings();
        let shown = picture::shown(&recordings, scene);
        let mut explanation = shown.explanation;
        explanation.extend(run.kept_by());
        let mut recorded = recordings.iter().map(|(_, recording)| *recording);
        let virtual_seconds = recorded.clone().map(|r| r.duration() as f64 / 1e6);
        Self::Finished {
            success: run.ended.is_success(),
            sentence: recorded
                .find_map(|r| how_it_failed(&r.outcome))
                .unwrap_or_else(|| run.ended.to_string()),
            seconds: run.seconds,
            virtual_seconds: virtual_seconds.reduce(f64::max),
            explanation,
            view: shown.view,
            timeline: shown.timeline,
            undrawn: shown.undrawn,
            marbles: shown.marbles,
            output: shown.story + &run.stdout,
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

/// The places of a diagnostic.
pub(super) fn marks(diagnostic: &Diagnostic, anchor: Option<&str>) -> Vec<Mark> {
    let spans = diagnostic.spans.iter();
    spans.map(|span| mark(span, anchor)).collect()
}

/// The places of a diagnostic that is about this file; where it is about another one, those of the first note that is not.
pub(super) fn marks_in(diagnostic: &Diagnostic, file: &str) -> Vec<Mark> {
    let about = |spans: &[course::Span]| spans.iter().any(|s| s.is_primary && s.file == file);
    let notes = diagnostic.children.iter().map(|child| &child.spans);
    let spans = std::iter::once(&diagnostic.spans)
        .chain(notes)
        .find(|spans| about(spans));
    let here = spans.into_iter().flatten().filter(|s| s.file == file);
    here.map(|span| mark(span, None)).collect()
}

fn mark(span: &course::Span, anchor: Option<&str>) -> Mark {
    Mark {
        anchor: anchor.map(str::to_owned),
        line: span.line_start,
        column: span.column_start,
        end_line: span.line_end,
        end_column: span.column_end,
        primary: span.is_primary,
        label: span.label.clone(),
    }
}

/// To the page. What is sent when nobody listens any more is dropped.
#[derive(Clone)]
pub(super) struct Events {
    about: About,
    /// The page that asked; nobody, when a file changed by itself.
    one: Option<mpsc::Sender<Bytes>>,
    /// Everybody who watches.
    all: Option<broadcast::Sender<Bytes>>,
}

impl Events {
    pub(super) fn to_one(one: mpsc::Sender<Bytes>) -> Self {
        Self {
            about: About::default(),
            one: Some(one),
            all: None,
        }
    }

    pub(super) fn to_all(about: About, all: broadcast::Sender<Bytes>) -> Self {
        Self {
            about,
            one: None,
            all: Some(all),
        }
    }

    pub(super) fn and_to(self, one: mpsc::Sender<Bytes>) -> Self {
        Self {
            one: Some(one),
            ..self
        }
    }

    /// From now on they are about this version.
    pub(super) fn about_version(&mut self, version: String) {
        self.about.version = Some(version);
    }

    /// From a thread of its own.
    pub(super) fn send(&self, event: Event) {
        let line = line(&self.about, &event);
        self.tell_all(&line);
        if let Some(one) = &self.one {
            let _ = one.blocking_send(line);
        }
    }

    pub(super) async fn send_async(&self, event: Event) {
        let line = line(&self.about, &event);
        self.tell_all(&line);
        if let Some(one) = &self.one {
            let _ = one.send(line).await;
        }
    }

    fn tell_all(&self, line: &Bytes) {
        if let Some(all) = &self.all {
            let _ = all.send(line.clone());
        }
    }

    pub(super) async fn nobody_listens(&self) {
        match &self.one {
            Some(one) => one.closed().await,
            None => std::future::pending().await,
        }
    }
}

pub(super) fn line(about: &About, event: &Event) -> Bytes {
    #[derive(Serialize)]
    struct Line<'a> {
        #[serde(flatten)]
        about: &'a About,
        #[serde(flatten)]
        event: &'a Event,
    }
    let mut line =
        serde_json::to_vec(&Line { about, event }).expect("plain data always has a JSON form");
    line.push(b'\n');
    line.into()
}
