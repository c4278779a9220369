//! The checks of `flatten`.

use super::answer;
use checks::prelude::*;
use tokio::task::JoinError;

type Output = anyhow::Result<String>;

/// Flattens a task that does this.
fn flatten<F>(work: impl FnOnce(World) -> F) -> Result<Run<Output>, Refusal>
where
    F: Future<Output = Result<String, Failure>> + Send + 'static,
{
    observe(async |world| answer::flatten(tokio::spawn(work(world))).await)
}

/// The error that came back.
fn error<'a>(run: &'a Run<Output>, of: &str) -> Result<&'a anyhow::Error, Refusal> {
    match &run.output {
        Err(error) => Ok(error),
        Ok(made) => {
            let sentence = format!("{of}, and what comes back is no error: {made:?}");
            Err(Refusal::new(sentence))
        }
    }
}

checks! {
    /// what the task made comes back
    fn made() {
        let run = flatten(|world| world.service("rome").latency(ms(100)).answer("sunny").call("weather"))?;
        match &run.output {
            Ok(made) => value("what comes back", made.as_str(), "sunny")?,
            Err(error) => {
                return Err(Refusal::new(format!("nothing failed, and your answer says `{error}`")));
            }
        }
    }

    /// when the work fails, its `Failure` comes back
    fn failed() {
        let run = flatten(|world| {
            world.service("rome").latency(ms(100)).fails_with("out of order").call("weather")
        })?;
        let error = error(&run, "the work failed")?;
        if error.downcast_ref::<Failure>().is_none() {
            let sentence = "the error says what happened, but it is no `Failure` any more: the caller can only read it";
            return Err(Refusal::new(sentence).showing("a `Failure`", format!("{error}")));
        }
    }

    /// when the task panics, the `JoinError` comes back, and your task does not panic
    fn panicked() {
        let run = flatten(|world| {
            let call = world.service("rome").latency(ms(100)).call("weather");
            async move {
                let _ = call.await;
                panic!("the task panics, and whoever awaits it should not")
            }
        })?;
        let error = error(&run, "the task panicked")?;
        if !error.downcast_ref::<JoinError>().is_some_and(JoinError::is_panic) {
            let sentence = "the task panicked, and what comes back is no `JoinError` that says so";
            return Err(Refusal::new(sentence).showing("a `JoinError`", error.to_string()));
        }
    }
}
