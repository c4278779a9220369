//! The checks of `stopwatch`.

use super::answer;
use checks::prelude::*;
use tokio::time::{Instant, sleep};

/// Refuses a time that is not the expected one, and says so where it can only come from the clock
/// of the computer.
fn measured(got: Duration, expected: Duration) -> Result<(), Refusal> {
    if got == expected {
        return Ok(());
    }
    // The paused clock jumps from timer to timer, and timers count in whole milliseconds.
    if !got.subsec_nanos().is_multiple_of(1_000_000) {
        let sentence = "your stopwatch looks at the computer's clock, which knows nothing of the runtime's: take `tokio::time::Instant`";
        let actual = "some fraction of a millisecond, another one each time";
        return Err(Refusal::new(sentence).showing(time(expected), actual));
    }
    let sentence = if got.is_zero() && expected >= ms(300) {
        // Too early, too late, or another clock: from outside, these look alike.
        "your stopwatch shows no time at all: look at the runtime's clock, `tokio::time::Instant`, before the future is \
         awaited, and once more when it is done".to_owned()
    } else if got > expected {
        format!("your stopwatch shows {} too much", time(got - expected))
    } else {
        format!("your stopwatch shows {} too little", time(expected - got))
    };
    Err(Refusal::new(sentence).showing(time(expected), time(got)))
}

checks! {
    /// the future runs, once, and its output comes back
    fn the_output() {
        let run = observe(async |world| {
            let rome = world.service("rome").latency(ms(300)).answer("sunny");
            answer::stopwatch(rome.call("weather")).await.0
        })?;
        expect!(run.journal, @"rome weather │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms");
        value("what comes back", &run.output, &Ok::<_, Failure>("sunny".to_owned()))?;
    }

    /// the time is the one that the future took on the runtime's clock
    fn the_time() {
        for millis in [300, 1, 61_250, 0] {
            let run = observe(async |_| answer::stopwatch(sleep(ms(millis))).await.1)?;
            measured(run.output, ms(millis))?;
        }
    }

    /// the watch starts when it is awaited, however long ago it was made
    fn made_early() {
        let run = observe(async |_| {
            let watch = answer::stopwatch(sleep_later(300));
            sleep(ms(200)).await;
            watch.await.1
        })?;
        if run.output == ms(500) {
            let sentence =
                "your stopwatch starts when it is made, and not when it is awaited: 200 ms too early";
            return Err(Refusal::new(sentence).showing(time(ms(300)), time(run.output)));
        }
        measured(run.output, ms(300))?;
    }

    /// two watches at the same time do not disturb each other, nor the futures they watch
    fn two_watches() {
        let alone = observe(async |_| answer::stopwatch(sleep_later(300)).await.1)?;
        measured(alone.output, ms(300))?;
        let run = observe(async |_| {
            let begin = Instant::now();
            let short = answer::stopwatch(sleep_later(100));
            let long = answer::stopwatch(sleep_later(300));
            let ((_, short), (_, long)) = tokio::join!(short, long);
            (short, long, begin.elapsed())
        })?;
        let (short, long, both) = run.output;
        for (got, expected) in [(short, ms(100)), (long, ms(300))] {
            if got != expected {
                let (got, expected) = (time(got), time(expected));
                let sentence = format!(
                    "two stopwatches at once disturb each other: the one for {expected} shows {got}"
                );
                return Err(Refusal::new(sentence).showing(expected, got));
            }
        }
        value("the time for both at once", &both, &ms(300))?;
    }

    /// nobody holds the thread
    fn without_blocking() {
        observe(async |_| answer::stopwatch(sleep(ms(300))).await)?.never_holds_the_thread()?;
    }
}

/// A sleep that begins when it is awaited. Tokio's own begins when it is made.
async fn sleep_later(millis: u64) {
    sleep(ms(millis)).await;
}
