//! Solutions of the exercises, further right answers, and wrong ones: all of them tested.
//!
//! Nothing here is for use. `cargo test -p solutions` checks every answer that lies in the folders
//! of the chapters, `cargo test -p solutions --test 06_gather` those of one chapter; `build.rs`
//! finds them. What is *not* here: the checks, which lie beside the exercises and exist once.

mod answers;
#[cfg(test)]
mod rules;

pub use answers::{right, solution, stub, wrong};

/// The tests of all answers of a chapter, given its stem, such as `06_gather`.
#[macro_export]
macro_rules! chapter {
    ($stem:literal) => {
        include!(concat!(env!("OUT_DIR"), "/", $stem, ".rs"));
    };
}
