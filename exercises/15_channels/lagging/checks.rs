//! The checks of `lagging`.

use super::answer::{Seen, lagging};
use checks::prelude::*;
use tokio::{sync::broadcast, time::sleep};

/// A sender with room for `room` sends so many numbers, one every 100 ms; the screen takes its time for each.
fn run(room: usize, numbers: u64, screen_takes: u64) -> Result<Run<Seen>, Refusal> {
    observe(async |world| {
        let (news, reader) = broadcast::channel(room);
        let screen = world.service("screen").latency(ms(screen_takes));
        let send = async move {
            for number in 1..=numbers {
                sleep(ms(100)).await;
                let _ = news.send(number);
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
        list("number", &shown(&run), &["1", "2", "3", "4", "5"])?;
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
        let expected = ["1", "3", "6", "8", "9"];
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
        list("number", &shown(&run), &["1", "2", "3", "4"])?;
        value("what is returned", &run.output, &Seen { shown: 4, missed: 0 })?;
    }
}
