//! The checks of `heartbeat`.

use super::answer;
use checks::prelude::*;

/// So many beats, one every 100 ms. The calls take so many milliseconds, the last of them for all that follow.
fn beat(beats: usize, latencies: &[u64]) -> Result<Run<()>, Refusal> {
    let latencies: Vec<_> = latencies.iter().copied().map(ms).collect();
    observe(async |world| {
        let server = world.service("server").latencies(latencies);
        answer::heartbeat(ms(100), beats, server).await;
        settle().await;
    })
}

/// Refuses the answer unless the beats began at these times, in milliseconds.
fn beats_at(run: &Run<()>, expected: &[u64]) -> Result<(), Refusal> {
    let calls = run.journal.calls();
    let began: Vec<u64> = calls.iter().map(|call| call.started / 1000).collect();
    for (number, call) in (1..).zip(calls) {
        if call.how == How::Dropped {
            let after = Duration::from_micros(call.ended.unwrap_or(call.started) - call.started);
            let sentence = format!(
                "the call of beat number {number} was dropped after {}: it may take longer than a period",
                time(after)
            );
            return Err(shown(sentence, run));
        }
    }
    run.at_most_in_flight(1)?;
    value("the number of beats", &began.len(), &expected.len())?;
    if began[0] != 0 {
        let sentence = format!(
            "the first beat came after {} ms, and is due at once",
            began[0]
        );
        return Err(shown(sentence, run));
    }
    if began == expected {
        return Ok(());
    }
    let all = |times: &[u64]| {
        let times: Vec<_> = times.iter().map(u64::to_string).collect();
        format!("beats at {} ms", times.join(", "))
    };
    let slowest = calls
        .iter()
        .map(|call| call.ended.unwrap_or(0).saturating_sub(call.started));
    let slowest = slowest.max().unwrap_or(0) / 1000;
    let sentence = if slowest <= 100 {
        if began[1] > expected[1] {
            "each beat comes later by what the call before it took: the pause begins when the call is done".to_owned()
        } else {
            "the beats do not come every 100 ms".to_owned()
        }
    } else if began.last() < expected.last() {
        format!(
            "after a call that took {slowest} ms, your beats come faster than the clock, to make up for those that were missed"
        )
    } else if began[..3] == expected[..3] {
        "your clock begins anew with a late beat: the beats behind it no longer stand at the multiples of 100 ms".to_owned()
    } else {
        format!("after a call that took {slowest} ms, the next beat did not come at once")
    };
    Err(Refusal::new(sentence).showing(all(expected), all(&began)))
}

fn shown(sentence: impl Into<String>, run: &Run<()>) -> Refusal {
    Refusal {
        actual: Some(run.journal.to_string()),
        ..Refusal::new(sentence)
    }
}

checks! {
    /// a beat at once, and then one every period, however long the calls take
    fn steady() {
        let run = beat(5, &[40, 10, 90, 40])?;
        beats_at(&run, &[0, 100, 200, 300, 400])?;
        expect!(run.journal, @"
        server alive │━━●                               │ 0–40 ms
        server alive │        ●                         │ 100–110 ms
        server alive │               ━━━━━━●            │ 200–290 ms
        server alive │                       ━━●        │ 300–340 ms
        server alive │                               ━━●│ 400–440 ms
        ");
    }

    /// never two calls at once; a late beat comes as soon as it can
    fn late() {
        let run = beat(3, &[40, 250, 40])?;
        beats_at(&run, &[0, 100, 350])?;
    }

    /// what was missed is left out, and the beats behind stand at the multiples of the period again
    fn missed() {
        let run = beat(6, &[40, 250, 40])?;
        beats_at(&run, &[0, 100, 350, 400, 500, 600])?;
        let run = beat(6, &[40, 550, 40])?;
        beats_at(&run, &[0, 100, 650, 700, 800, 900])?;
    }

    /// a call may fail; the next beat is due all the same
    fn fails() {
        let run = observe(async |world| {
            let server = world.service("server").latency(ms(40)).fail_first(2);
            answer::heartbeat(ms(100), 4, server).await;
        })?;
        let beats = run.journal.calls().len();
        if beats < 4 {
            let sentence = format!("calls failed, and after {} of 4 your answer gave up", count(beats, "beat"));
            return Err(shown(sentence, &run));
        }
        beats_at(&run, &[0, 100, 200, 300])?;
    }

    /// the last beat is followed by nothing
    fn ends() {
        let run = beat(2, &[40])?;
        let last = run.journal.calls().last().and_then(|call| call.ended).unwrap_or(0);
        let after = run.took - Duration::from_micros(last);
        if !after.is_zero() {
            let sentence = format!("behind the last beat there was another pause, of {}", time(after));
            return Err(shown(sentence, &run));
        }
        run.returns_after(ms(140))?;
        run.leaves_nothing_running()?;
        value("the number of calls for no beats", &beat(0, &[40])?.journal.calls().len(), &0)?;
    }
}
