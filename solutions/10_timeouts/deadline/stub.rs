//! One deadline for several steps.
//!
//! **Why it matters.** Somebody waits for the whole, and not for a step. Three steps that may each
//! take a second may together take three, and whoever set "one second" did not mean that.
//!
//! **What to do.** Ask each of the `steps` in turn, with `step.call("go")`, the next one when the
//! one before has answered, and return their answers. All of it may take `limit`, from the moment
//! when your function begins.
//!
//! - When the time is up, return "too late: NAME" at once, with the name of the step that was under
//!   way (`step.name()`). Nothing of it goes on.
//! - A step that fails ends it at once as well: return the `reason` of its failure.

use std::time::Duration;
use world::Service;

pub async fn deadline(limit: Duration, steps: Vec<Service>) -> Result<Vec<String>, String> {
    // TODO: keep the limit
    let _ = limit;
    let mut answers = Vec::new();
    for step in steps {
        let answer = step.call("go").await;
        answers.push(answer.map_err(|failure| failure.reason)?);
    }
    Ok(answers)
}
