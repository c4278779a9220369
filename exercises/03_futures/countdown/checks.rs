//! The checks of `countdown`.

use super::answer;
use checks::prelude::*;
use std::cell::Cell;
use tokio::task::yield_now;

const FORGOTTEN: &str =
    "your future returned `Pending` and woke nobody, so it is never polled again";

checks! {
    /// `countdown(3)` is ready at its fourth poll, `countdown(0)` at its first
    fn polls() {
        for from in [3, 0, 1, 20] {
            let run = observe(async |_| polled(answer::countdown(from), 1000).await)
                .map_err(|refusal| refusal.if_stalled(FORGOTTEN))?;
            let ((), polls) = run.output?;
            let expected = from as usize + 1;
            let sentence = if polls == 1 && expected > 1 {
                format!("`countdown({from})` was ready at its first poll: it counts down without giving the thread away")
            } else if polls != expected {
                format!("`countdown({from})` was ready at poll {polls}, and should be at poll {expected}")
            } else {
                continue;
            };
            return Err(Refusal::new(sentence));
        }
    }

    /// others have their turn in between
    fn others() {
        let run = observe(async |_| {
            let turns = Cell::new(0);
            let other = async {
                for _ in 0..10 {
                    turns.set(turns.get() + 1);
                    yield_now().await;
                }
            };
            let watched = async {
                answer::countdown(5).await;
                turns.get()
            };
            tokio::join!(polled(watched, 1000), other).0
        });
        let (turns, _) = run.map_err(|refusal| refusal.if_stalled(FORGOTTEN))?.output?;
        if turns < 5 {
            let had = count(turns, "turn");
            return Err(Refusal::new(format!("during `countdown(5)`, another part of the task had {had}, and not five")));
        }
    }

    /// no time passes, and nobody holds the thread
    fn no_time() {
        let run = observe(async |_| polled(answer::countdown(5), 1000).await)
            .map_err(|refusal| refusal.if_stalled(FORGOTTEN))?;
        run.never_holds_the_thread()?;
        if !run.took.is_zero() {
            let sentence = format!("`countdown(5)` took {}, and has nothing to wait for", time(run.took));
            return Err(Refusal::new(sentence));
        }
    }
}
