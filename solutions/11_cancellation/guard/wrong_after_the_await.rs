//! Cleans up behind the await, also after a panic.
// refused: the future was dropped after 100 ms, in the middle of the work, and nobody cleaned up

use futures::FutureExt;
use std::panic::{AssertUnwindSafe, resume_unwind};

pub async fn guard<W: Future>(work: W, mut clean_up: impl FnMut()) -> W::Output {
    let ended = AssertUnwindSafe(work).catch_unwind().await;
    clean_up();
    match ended {
        Ok(output) => output,
        Err(panic) => resume_unwind(panic),
    }
}
