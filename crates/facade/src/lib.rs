//! Tokio, as programs get it that are run and recorded by the playground.
//!
//! A program that somebody wrote for plain Tokio is compiled with this crate under the name `tokio`. Everything in it is
//! Tokio's own, re-exported, but for the two types that start a runtime: [`runtime::Builder`] and [`runtime::Runtime`].
//! Those start a current-thread runtime on the recorder's clock, which is also what `#[tokio::main]` comes to.
//! [`task::block_in_place`] works there as on the runtime with many threads that a program asked for.
//! Nothing else is wrapped, so that every library which takes Tokio's types takes these.
//!
//! What to do is told through the environment, by whoever starts the program:
//!
//! | variable | meaning |
//! |---|---|
//! | `TIMELINE_RECORDING` | the file to write the recording to; without it, nothing is recorded |
//! | `TIMELINE_CLOCK` | `paused` (if not set) or `real` |
//! | `TIMELINE_CHECKPOINTS` | after how many milliseconds a program that still runs writes what is recorded so far: `3000,7000` |
//!
//! A program that can never go on is explained on stderr and ends with [`STALLED`].

mod output;
mod recorder;
/// Tokio's `runtime` module, with a `Builder` and a `Runtime` that record.
pub mod runtime;
/// Tokio's `task` module, with a `block_in_place` for the runtime that is recorded.
pub mod task;

pub use recorder::STALLED;
pub use tokio::*;
