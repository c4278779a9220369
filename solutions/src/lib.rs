//! Solutions of the exercises, further right answers, and wrong ones: all of them tested.
//!
//! Nothing here is for use. `cargo test -p solutions` checks every answer that lies in the folders
//! of the chapters; `build.rs` finds them. What is *not* here: the checks, which lie beside the
//! exercises and exist once.

#![cfg_attr(
    test,
    allow(
        clippy::duplicate_mod,
        reason = "the checks exist once, and are a module beside every answer"
    )
)]

#[cfg(test)]
mod answers;
#[cfg(test)]
mod rules;

#[cfg(test)]
include!(concat!(env!("OUT_DIR"), "/answers.rs"));
