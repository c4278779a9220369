//! The checks of `lagging`.

use super::answer::{Seen, lagging};
use checks::prelude::*;
use tokio::{sync::broadcast, time::sleep};

/// A sender with room for `room` sends so many numbers, 10, 20, 30 …, one every 100 ms; the screen takes its time for each.
fn run(room: usize, numbers: u64, screen_takes: u64) -> Result<Run<Seen>, Refusal> {
    observe(async |world| {
        let (news, reader) = broadcast::channel(room);
        let screen = world
            .service("screen")
            .latency(ms(screen_takes))
            .answer_with(|asked| match asked.request.as_str() {
                "40" => Err("it flickers".to_owned()),
                _ => Ok("shown".to_owned()),
            });
        let send = async move {
            for number in 1..=numbers {
                sleep(ms(100)).await;
                let _ = news.send(10 * number);
            }
        };
        tokio::join!(lagging(reader, screen), send).0
    })
}

fn shown(run: &Run<Seen>) -> Vec<&str> {
    run.journal
        .calls()
        .iter()
        .map(|call| call.request.as_str())
        .collect()
}

checks! {
    /// who is fast enough misses nothing
    fn fast() {
        let run = run(4, 5, 50)?;
        let shown = shown(&run);
        if shown == ["10", "20", "30", "40"] {
            Err("the screen failed once, and the numbers behind that one were not shown any more".to_owned())?;
        }
        list("number", &shown, &["10", "20", "30", "40", "50"])?;
        value("what is returned", &run.output, &Seen { shown: 5, missed: 0 })?;
    }

    /// who is too slow misses some, and goes on
    fn slow() {
        let run = run(2, 9, 330)?;
        let shown = shown(&run);
        if run.journal.peak_in_flight() > 1 {
            Err("one number at a time: the screen was called for several at once".to_owned())?;
        }
        if shown.len() < 2 {
            Err("the reader was too slow, was told so, and took it for the end: the sender went on".to_owned())?;
        }
        let expected = ["10", "30", "60", "80", "90"];
        if shown != expected {
            Err(format!(
                "the numbers {} were still there, and were skipped, or shown in another order: {shown:?} were shown, and {expected:?} \
                 could have been",
                expected.iter().filter(|number| !shown.contains(number)).copied().collect::<Vec<_>>().join(", ")
            ))?;
        }
        if run.output.missed != 4 {
            Err(format!(
                "the number of messages that were missed is 4, and {} are reported: `Lagged` says how many",
                run.output.missed
            ))?;
        }
        value("what is returned", &run.output, &Seen { shown: 5, missed: 4 })?;
    }

    /// what is still there when the sender is gone is shown
    fn the_rest() {
        let run = run(8, 4, 1000)?;
        list("number", &shown(&run), &["10", "20", "30", "40"])?;
        value("what is returned", &run.output, &Seen { shown: 4, missed: 0 })?;
    }
}
