//! `watch`: the exercise that is saved is checked, and when it passes, the next one comes.
//!
//! One loop takes everything that happens, in turn: files change, keys are pressed, a check has something to say.
//! Without a terminal there are no keys, and what is said is plain lines, one after the other.

mod checker;
mod keys;
mod screen;
mod session;

use std::process::ExitCode;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Instant;

use anyhow::Result;
use course::{Changes, Course, Verdict};

use crate::cli;
use keys::{Key, Keys};
use screen::Screen;
use session::Session;

/// What happens.
enum Event {
    /// Files may have changed.
    Files,
    Key(Key),
    /// The terminal has another size.
    Resized,
    /// Somebody ends this process, or the terminal is gone.
    Stop,
    /// The check with this number does something that takes long.
    Status(u64, String),
    /// It has met something that the compiler says, before its end.
    Diagnostic(u64, String),
    /// It is done.
    Done(u64, course::Result<Box<Verdict>>),
    /// All have been checked.
    AllDone(u64, course::Result<Vec<Verdict>>),
}

pub(crate) fn watch(course: &Course, asked: &cli::Watch) -> Result<ExitCode> {
    let first = match &asked.name {
        Some(name) => Some(course.exercise(name)?),
        None => None,
    };
    course.checked()?;
    let (tx, rx) = mpsc::channel();
    let _changes = Changes::watch(course, {
        let tx = tx.clone();
        move || drop(tx.send(Event::Files))
    });
    let keys = Keys::open(&tx)?;
    let screen = Screen::new(keys.is_some());
    let mut session = Session::new(course, screen, first, tx)?;
    session.begin();
    loop {
        let event = match session.looks_at() {
            None => rx.recv().unwrap_or(Event::Stop),
            Some(at) => match rx.recv_timeout(at.saturating_duration_since(Instant::now())) {
                Ok(event) => event,
                Err(RecvTimeoutError::Timeout) => {
                    session.look();
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => Event::Stop,
            },
        };
        if session.take(event).is_break() {
            return Ok(ExitCode::SUCCESS);
        }
    }
}
