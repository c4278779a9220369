//! What goes on after the answer is done, or was dropped: nothing should.

use std::time::Duration;

use world::{Call, World};

use crate::refusal::Refusal;

/// How long to look on. Longer than any latency that an exercise has under way at such a moment.
const LOOK_ON: Duration = Duration::from_secs(60);

/// Refuses the answer if a call begins from now on, or goes on. `what_happened` begins the sentence: `the walk was
/// dropped after 150 ms`.
///
/// A call that is cancelled at this very time is none: a task that was aborted ends a moment later.
///
/// # Errors
/// The refusal.
pub async fn nothing_goes_on(world: &World, what_happened: &str) -> Result<(), Refusal> {
    let now = world.journal().taken();
    tokio::time::sleep(LOOK_ON).await;
    let journal = world.journal();
    let began = |call: &&Call| call.started > now;
    let went_on = |call: &&Call| call.ended.is_none_or(|end| end > now);
    let what_it_did = if let Some(call) = journal.calls().iter().find(began) {
        format!("`{}` was called all the same", call.service)
    } else if let Some(call) = journal.calls().iter().find(went_on) {
        format!("the call to `{}` went on all the same", call.service)
    } else {
        return Ok(());
    };
    Err(Refusal {
        actual: Some(journal.to_string()),
        ..Refusal::new(format!("{what_happened}, and {what_it_did}"))
    })
}
