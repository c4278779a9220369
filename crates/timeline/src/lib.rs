//! Records what a Tokio program does, step by step: which task ran when, who woke it, what it waited for.
//!
//! Programs need no annotation. Tokio reports spawns, wakes and resources through its own instrumentation
//! (`--cfg tokio_unstable` and the feature `tracing`); what it does not report is read from the call stack at the
//! moment when a future keeps the task's waker. On the paused clock, the same program gives the same recording,
//! byte for byte, on every run of it. Three things take that away: threads of the program's own, `spawn_blocking` among
//! them; randomness that is not seeded, such as the order of a `HashMap`; and, for several recordings in one process, the
//! order in which the runtime drops the tasks that are left at its end, which depends on how many the process had spawned.
//!
//! A program's own `tracing` subscriber does not hear what happens on the threads of a recording: the recorder listens
//! there. One that the program sets for such a thread while it runs takes the recorder's place, and blinds it.
//!
//! ```
//! use std::time::Duration;
//! use tokio::time::sleep;
//!
//! async fn fetch(from: &str) {
//!     sleep(Duration::from_secs(3)).await;
//!     timeline::println!("{from} answered");
//! }
//!
//! let run = timeline::record(async {
//!     tokio::join!(fetch("rome"), fetch("oslo"));
//! })?;
//! assert_eq!(run.recording.duration(), 3_000_000, "both waits overlap");
//! println!("{}", timeline::text::render(&run.recording, &Default::default()));
//! # Ok::<(), timeline::RecordError>(())
//! ```

// Without the instrumentation most of this is never called, and the build script has said so.
#![cfg_attr(not(tokio_unstable), allow(dead_code, unused_imports))]

pub mod assert;
mod deadlock;
mod explain;
mod infer;
mod log;
mod main_future;
mod marbles;
mod model;
mod names;
mod note;
mod numbers;
mod panics;
mod picture;
mod places;
pub mod query;
mod record;
pub mod report;
mod script;
mod session;
mod stack;
mod subscriber;
pub mod svg;
pub mod text;
pub mod view;
mod warn;
mod watch;
mod words;

pub use explain::explain;
pub use model::*;
pub use note::{clock, label, note, now};
pub use record::{RecordError, Recorded, Recorder, record};
pub use session::{MainEnd, Session};
pub use warn::{Warning, WarningKind, warnings};
pub use words::in_words;

/// The examples of the README are tested with the rest.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
