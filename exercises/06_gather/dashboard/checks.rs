//! The checks of `dashboard`.

use super::answer::{self, Dashboard};
use checks::prelude::*;

/// Latencies of the three services, and how many of the first calls to each of them fail.
struct Day {
    latencies: [u64; 3],
    failures: [usize; 3],
}

/// More failures than anybody should wait for. Not all calls: who tries until it works would never end.
const DOWN: usize = 9;

fn show(day: Day) -> Result<Run<Dashboard>, Refusal> {
    observe(async |world| {
        let service = |at: usize, name: &str, answer: &str| {
            let service = world
                .service(name)
                .latency(ms(day.latencies[at]))
                .answer(answer);
            service.fail_first(day.failures[at])
        };
        let news = service(0, "news", "rain expected");
        let weather = service(1, "weather", "sunny");
        let stocks = service(2, "stocks", "up");
        let page = answer::dashboard(news, weather, stocks).await;
        settle().await;
        page
    })
}

/// Refuses the page unless its parts read like this.
fn reads(run: &Run<Dashboard>, parts: [&str; 3]) -> Result<(), Refusal> {
    let Dashboard {
        news,
        weather,
        stocks,
    } = &run.output;
    for ((part, got), expected) in [("news", news), ("weather", weather), ("stocks", stocks)]
        .into_iter()
        .zip(parts)
    {
        if got != expected {
            let sentence = if got == "unavailable" {
                format!("`{part}` has answered, and your page says that it is unavailable")
            } else {
                format!("the part `{part}` is not what it should be")
            };
            return Err(Refusal::new(sentence).showing(expected, got.as_str()));
        }
    }
    Ok(())
}

checks! {
    /// when all is well, the page has its three parts after the slowest of them
    fn all_well() {
        let run = show(Day { latencies: [100, 300, 200], failures: [0, 0, 0] })?;
        expect!(run.journal, @"
        news    today │━━━━━━━━━━━●                       │ 0–100 ms
        weather today │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        stocks  today │━━━━━━━━━━━━━━━━━━━━━━●            │ 0–200 ms
        ");
        reads(&run, ["rain expected", "sunny", "up"])?;
        run.returns_after(ms(300))?;
    }

    /// a part that fails twice is unavailable, and the others are there
    fn one_is_down() {
        let run = show(Day { latencies: [100, 300, 100], failures: [0, 0, DOWN] })?;
        expect!(run.journal, @"
        news    today │━━━━━━━●                 │ 0–100 ms
        weather today │━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        stocks  today │━━━━━━━!                 │ 0–100 ms, failed
        stocks  today │        ━━━━━━━━!        │ 100–200 ms, failed
        ");
        reads(&run, ["rain expected", "sunny", "unavailable"])?;
    }

    /// a second try is made, and its answer is shown
    fn a_second_try() {
        let run = show(Day { latencies: [100, 300, 100], failures: [1, 0, 0] })?;
        expect!(run.journal, @"
        news    today │━━━━━━━━!                  │ 0–100 ms, failed
        weather today │━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        stocks  today │━━━━━━━━●                  │ 0–100 ms
        news    today │         ━━━━━━━━●         │ 100–200 ms
        ");
        reads(&run, ["rain expected", "sunny", "up"])?;
    }

    /// the second try begins when the first has failed, whatever the others do
    fn as_early_as_possible() {
        let run = show(Day { latencies: [300, 100, 500], failures: [DOWN, 1, 0] })?;
        expect!(run.journal, @"
        news    today │━━━━━━━━━━━━!            │ 0–300 ms, failed
        weather today │━━━!                     │ 0–100 ms, failed
        stocks  today │━━━━━━━━━━━━━━━━━━━━●    │ 0–500 ms
        weather today │    ━━━●                 │ 100–200 ms
        news    today │             ━━━━━━━━━━━!│ 300–600 ms, failed
        ");
        reads(&run, ["unavailable", "sunny", "up"])?;
        run.returns_after(ms(600))?;
    }

    /// nothing works, and the page is shown
    fn all_down() {
        let run = show(Day { latencies: [100, 100, 100], failures: [DOWN, DOWN, DOWN] })?;
        reads(&run, ["unavailable", "unavailable", "unavailable"])?;
        run.returns_after(ms(200))?;
    }

    /// nobody holds the thread
    fn without_blocking() {
        show(Day { latencies: [100, 300, 200], failures: [0, 0, 0] })?.never_holds_the_thread()?;
    }
}
