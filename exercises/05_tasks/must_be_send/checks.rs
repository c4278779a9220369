//! The checks of `must_be_send`.

use super::answer;
use checks::is_send;
use checks::prelude::*;

type Lines = Vec<String>;

/// Three services, the first of which is the slowest.
fn ask(failing: Option<&str>) -> Result<Run<Lines>, Refusal> {
    observe(async |world| {
        let service = |name, latency| world.service(name).latency(ms(latency));
        let services = vec![
            service("rome", 300).answer("sunny"),
            service("oslo", 200).answer("snow"),
            service("cairo", 100).answer("dry"),
        ];
        if let Some(failing) = failing {
            let _failing = world.service(failing).fails_with("no power");
        }
        answer::must_be_send(services).await
    })
}

/// Refuses lines in another order than that in which the answers came: they are asked for from the slowest to the fastest.
fn as_they_come(lines: &Lines, expected: [&str; 3]) -> Result<(), Refusal> {
    if lines.iter().eq(expected.iter().rev()) {
        let sentence =
            "the lines come in the order of the services, and not in that of the answers";
        return Err(Refusal::new(sentence).showing(format!("{expected:?}"), format!("{lines:?}")));
    }
    list("line", lines, &expected)
}

checks! {
    /// the future is `Send`, so that it can be spawned
    fn can_be_spawned() {
        if !is_send!(answer::must_be_send(Vec::new())) {
            return Err(Refusal::new(
                "the future of your function is not `Send`, so `tokio::spawn` refuses it: it keeps something across an \
                 `.await` that must stay on its thread, such as an `Rc`, a `RefCell` that is shared, or the guard of a \
                 `std::sync::Mutex`",
            )
            .not_send("must_be_send", "answer::must_be_send(Vec::new())"));
        }
    }

    /// all services are asked at the same time
    fn at_once() {
        let run = ask(None)?;
        expect!(run.journal, @"
        rome  weather │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        oslo  weather │━━━━━━━━━━━━━━━━━━━━━━●            │ 0–200 ms
        cairo weather │━━━━━━━━━━━●                       │ 0–100 ms
        ");
    }

    /// there is a line for each answer, in the order in which they come
    fn in_the_order_of_the_answers() {
        as_they_come(&ask(None)?.output, ["cairo: dry", "oslo: snow", "rome: sunny"])?;
    }

    /// a failure has its line as well
    fn failures() {
        let run = ask(Some("oslo"))?;
        as_they_come(&run.output, ["cairo: dry", "`oslo` failed: no power", "rome: sunny"])?;
    }

    /// nobody holds the thread, and nothing is left running
    fn cleanly() {
        let run = ask(None)?;
        run.never_holds_the_thread()?;
        run.leaves_nothing_running()?;
    }
}
