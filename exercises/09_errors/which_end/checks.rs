//! The checks of `which_end`.

use super::answer::{self, End};
use checks::prelude::*;
use tokio::time::sleep;

/// How a task ends that does this after 100 ms.
fn end_of<F>(work: F) -> Result<Run<End>, Refusal>
where
    F: FnOnce() -> Result<String, String> + Send + 'static,
{
    observe(async |_| {
        let task = tokio::spawn(async {
            sleep(ms(100)).await;
            work()
        });
        answer::which_end(task).await
    })
}

checks! {
    /// a task that completes, and one whose work fails
    fn completed_and_failed() {
        let run = end_of(|| Ok("a map".to_owned()))?;
        value("the end of a task that makes `a map`", &run.output, &End::Completed("a map".to_owned()))?;
        run.returns_after(ms(100))?;
        let run = end_of(|| Err("the disk is full".to_owned()))?;
        value("the end of a task whose work fails", &run.output, &End::Failed("the disk is full".to_owned()))?;
    }

    /// a task that panics, with the message of the panic
    fn panicked() {
        let run = end_of(|| panic!("the pen breaks"))?;
        let expected = End::Panicked("the pen breaks".to_owned());
        let sentence = match &run.output {
            End::Cancelled => "a task panicked, and your answer says that somebody cancelled it",
            End::Failed(_) => "a task panicked, and your answer says that its work failed: a bug looks like a full disk",
            End::Panicked(message) if message != "the pen breaks" => {
                "what you give is what the error prints, or nothing, and not the message that the panic carries"
            }
            _ => return value("the end of a task that panics", &run.output, &expected),
        };
        return Err(Refusal::new(sentence).showing(format!("{expected:?}"), format!("{:?}", run.output)));
    }

    /// a panic whose message was put together
    fn panicked_with_a_string() {
        let run = end_of(|| {
            let what = String::from("pen");
            panic!("the {what} breaks")
        })?;
        let expected = End::Panicked("the pen breaks".to_owned());
        if let End::Panicked(text) = &run.output
            && run.output != expected
        {
            let sentence = match text.contains("the pen breaks") {
                true => "what you give is what the error prints, and not the message that the panic carries",
                false => {
                    "a panic whose message has to be put together, as in `panic!(\"the {what} breaks\")`, carries a \
                     `String`, and your answer did not find it"
                }
            };
            return Err(Refusal::new(sentence).showing(format!("{expected:?}"), format!("{:?}", run.output)));
        }
        value("the end of a task that panics with a `String`", &run.output, &expected)?;
    }

    /// a task that is aborted
    fn cancelled() {
        let run = observe(async |_| {
            let task = tokio::spawn(async {
                sleep(ms(300)).await;
                Ok("a map".to_owned())
            });
            let abort = task.abort_handle();
            tokio::spawn(async move {
                sleep(ms(100)).await;
                abort.abort();
            });
            answer::which_end(task).await
        })?;
        value("the end of a task that is aborted", &run.output, &End::Cancelled)?;
        run.returns_after(ms(100))?;
    }
}
