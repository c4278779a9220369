//! The checks of `token_tree`.

use super::answer;
use checks::prelude::*;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// What came of it.
struct Served {
    answers: Vec<usize>,
    /// The calls when the answer returned.
    then: Journal,
    /// Whether the answer cancelled the caller's token.
    cancelled: bool,
}

/// Two connections, one to `rome` (300 ms) and `oslo` (100 ms), the other to `cairo` (200 ms) and `lima` (400 ms). A goodbye takes
/// 50 ms. The named service fails; the shutdown comes after so many milliseconds.
fn serve(failing: &'static str, shutdown_after: Option<u64>) -> Result<Run<Served>, Refusal> {
    observe(async |world| {
        let service = |name: &'static str, millis| {
            let service = world.service(name);
            let service = service.latency_with(move |asked| match asked.request.as_str() {
                "bye" => ms(50),
                _ => ms(millis),
            });
            service.answer_with(
                move |asked| match asked.request == "get" && name == failing {
                    true => Err("the line broke".to_owned()),
                    false => Ok("an answer".to_owned()),
                },
            )
        };
        let connections = vec![
            vec![service("rome", 300), service("oslo", 100)],
            vec![service("cairo", 200), service("lima", 400)],
        ];
        let shutdown = CancellationToken::new();
        if let Some(after) = shutdown_after {
            let shutdown = shutdown.clone();
            tokio::spawn(async move {
                sleep(ms(after)).await;
                shutdown.cancel();
            });
        }
        let asked = shutdown.clone();
        let answers = answer::token_tree(shutdown, connections).await;
        let then = world.journal();
        let cancelled = asked.is_cancelled() && shutdown_after.is_none();
        sleep(ms(2000)).await; // shows what becomes of those that are left
        Served {
            answers,
            then,
            cancelled,
        }
    })
}

fn shown(sentence: impl Into<String>, run: &Run<Served>) -> Refusal {
    Refusal {
        actual: Some(run.journal.to_string()),
        ..Refusal::new(sentence)
    }
}

fn at(micros: u64) -> String {
    time(Duration::from_micros(micros))
}

/// Refuses the answer unless everybody was called at once, and everybody whose call was given up was told goodbye then, and had heard
/// it when the answer returned.
fn properly(run: &Run<Served>) -> Result<(), Refusal> {
    let calls = run.journal.calls();
    for name in ["rome", "oslo", "cairo", "lima"] {
        let of_it = |request: &str| {
            calls
                .iter()
                .find(|call| call.service == name && call.request == request)
        };
        let Some(get) = of_it("get") else {
            return Err(shown(format!("`{name}` was never called"), run));
        };
        if get.started > 0 {
            let sentence = format!(
                "`{name}` was called only after {}: all are to be called at the same time",
                at(get.started)
            );
            return Err(shown(sentence, run));
        }
        match (get.how, of_it("bye")) {
            (How::Dropped, None) => {
                let sentence =
                    format!("the call to `{name}` was given up, and nobody said goodbye");
                return Err(shown(sentence, run));
            }
            (How::Dropped, Some(bye)) if bye.how == How::Dropped => {
                return Err(shown(format!("the goodbye to `{name}` was cut off"), run));
            }
            (How::Dropped, Some(bye)) if bye.ended > Some(run.output.then.taken()) => {
                let sentence = format!(
                    "your answer returned after {}, and the goodbye to `{name}` was not over",
                    at(run.output.then.taken())
                );
                return Err(shown(sentence, run));
            }
            (How::Finished | How::Failed, Some(_)) => {
                let sentence =
                    format!("the call to `{name}` was not given up, and somebody said goodbye");
                return Err(shown(sentence, run));
            }
            _ => {}
        }
    }
    Ok(())
}

/// What became of the call to this service: how it ended, and when.
fn end(run: &Run<Served>, name: &str) -> (How, u64) {
    let call = run
        .journal
        .calls()
        .iter()
        .find(|call| call.service == name && call.request == "get");
    call.map_or((How::UnderWay, 0), |call| {
        (call.how, call.ended.unwrap_or(0) / 1000)
    })
}

checks! {
    /// all are called at the same time, and the answers of each connection are counted
    fn all_at_once() {
        let run = serve("nobody", None)?;
        properly(&run)?;
        value("the numbers of answers", &run.output.answers, &[2, 2])?;
        expect!(run.output.then, @"
        rome  get │━━━━━━━━━━━━━━━━━━━━━━━━━━━━●          │ 0–300 ms
        oslo  get │━━━━━━━━━●                             │ 0–100 ms
        cairo get │━━━━━━━━━━━━━━━━━━━●                   │ 0–200 ms
        lima  get │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–400 ms
        ");
    }

    /// a failure ends its own connection, with a goodbye, and no other
    fn one_breaks() {
        let run = serve("oslo", None)?;
        if run.output.cancelled {
            let sentence = "one connection broke, and your answer cancelled the caller's token: a clone of a token is the \
                 same token";
            return Err(shown(sentence, &run));
        }
        for name in ["cairo", "lima"] {
            if end(&run, name).0 == How::Dropped {
                let sentence = format!(
                    "the first connection broke after 100 ms, and the call to `{name}` of the second was given up"
                );
                return Err(shown(sentence, &run));
            }
        }
        if end(&run, "rome").0 == How::Finished {
            let sentence = "`oslo` had failed after 100 ms, and the call to `rome` of the same connection went on";
            return Err(shown(sentence, &run));
        }
        properly(&run)?;
        value("the numbers of answers", &run.output.answers, &[0, 2])?;
        expect!(run.output.then, @"
        rome  get │━━━━━━━✕                      │ 0–100 ms, dropped
        oslo  get │━━━━━━━!                      │ 0–100 ms, failed
        cairo get │━━━━━━━━━━━━━━●               │ 0–200 ms
        lima  get │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–400 ms
        rome  bye │        ━━●                   │ 100–150 ms
        ");
    }

    /// an answer that was there before its connection broke counts
    fn broken_later() {
        let run = serve("lima", None)?;
        properly(&run)?;
        value("the numbers of answers", &run.output.answers, &[2, 1])?;
    }

    /// the shutdown ends all, each with a goodbye
    fn shut_down() {
        let run = serve("nobody", Some(150))?;
        for name in ["rome", "cairo", "lima"] {
            let (how, ended) = end(&run, name);
            if how != How::Dropped || ended != 150 {
                let sentence = format!("it was to shut down after 150 ms, and the call to `{name}` went on");
                return Err(shown(sentence, &run));
            }
        }
        properly(&run)?;
        value("the numbers of answers", &run.output.answers, &[1, 0])?;
        expect!(run.output.then, @"
        rome  get │━━━━━━━━━━━━━━━━━━━━━━✕       │ 0–150 ms, dropped
        oslo  get │━━━━━━━━━━━━━━●               │ 0–100 ms
        cairo get │━━━━━━━━━━━━━━━━━━━━━━✕       │ 0–150 ms, dropped
        lima  get │━━━━━━━━━━━━━━━━━━━━━━✕       │ 0–150 ms, dropped
        rome  bye │                       ━━━━━━●│ 150–200 ms
        cairo bye │                       ━━━━━━●│ 150–200 ms
        lima  bye │                       ━━━━━━●│ 150–200 ms
        ");
    }

    /// no connections are no work
    fn nobody() {
        let run = observe(async |_| answer::token_tree(CancellationToken::new(), Vec::new()).await)?;
        value("the numbers of answers for no connections", &run.output, &Vec::<usize>::new())?;
    }
}
