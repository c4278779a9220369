//! What the course consists of, and what can be done with it: chapters, exercises, hints, states; programs compiled
//! against the course's prebuilt crates and run within bounds; answers checked.
//!
//! Not here: anything of the web or of the book's pages (see `playground`), and what a check looks at (see `checks`).
//! Everything blocks its thread; what can take long takes a [`Cancel`].

#[cfg(not(unix))]
compile_error!(
    "the playground needs a Unix (Linux, macOS, or Windows with WSL): it bounds the programs it runs with Unix's means; \
     lessons and exercises work everywhere with `cargo run` and `cargo test`"
);

mod answer;
mod bounded;
mod cancel;
mod changes;
mod chapter;
mod check;
mod compile;
mod diagnostic;
mod doctor;
mod environment;
mod error;
mod expected;
mod explain;
mod files;
mod hints;
mod kit;
mod lanes;
mod names;
mod progress;
mod reset;
mod root;
mod run;
mod solution;
mod splice;
mod store;
mod summary;

pub use answer::{ANSWER_BYTES, Save, Text};
pub use bounded::{Ended, Limits, limits, supervise_if_asked};
pub use cancel::Cancel;
pub use changes::Changes;
pub use chapter::{Chapter, Exercise, State, is_started};
pub use check::{Answer, CheckResult, Kind, Refusal, Verdict, check, check_several};
pub use compile::{Compiled, Program, Source, Tokio};
pub use diagnostic::{Child, Diagnostic, Level, Span};
pub use doctor::{Finding, Health, examine};
pub use error::{Error, Result};
pub use expected::expected;
pub use files::read_program;
pub use hints::Hint;
pub use kit::{Kit, Progress};
pub use lanes::{Lanes, Turn};
pub use progress::{Checked, LastCheck, PROGRESS_FILE};
pub use reset::Reset;
pub use root::Course;
pub use run::{Run, RunOptions};
pub use solution::Solution;
pub use splice::{Splice, block_of};
pub use store::{Scratch, Store};

/// No test: where the supervisors of this crate's own tests start.
#[cfg(test)]
#[test]
#[ignore = "the entry of the supervisors that other tests start"]
fn supervisor() {
    supervise_if_asked();
}
