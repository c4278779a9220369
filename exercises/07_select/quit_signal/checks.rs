//! The checks of `quit_signal`.

use super::answer;
use checks::Kind;
use checks::prelude::*;
use tokio::sync::{mpsc, oneshot};
use tokio::time::sleep;

/// What becomes of the signal.
#[derive(Clone, Copy)]
enum Signal {
    SentAfter(u64),
    DroppedAfter(u64),
    KeptBack,
}
use Signal::{DroppedAfter, KeptBack, SentAfter};

/// What a worker made of its inbox.
struct Work {
    stored: usize,
    left: Vec<String>,
}

/// A worker with so many messages, each of which takes 100 ms to store.
fn work(messages: usize, closed: bool, signal: Signal) -> Result<Run<Work>, Refusal> {
    observe(async |world| {
        let store = world.service("store").latency(ms(100));
        let (outbox, mut inbox) = mpsc::channel(16);
        for number in 1..=messages {
            outbox
                .try_send(format!("m{number}"))
                .expect("there is room for sixteen");
        }
        let outbox = (!closed).then_some(outbox);
        let (send_quit, quit) = oneshot::channel();
        // Whoever keeps the sender is no task, so that a worker who waits for ever stalls and is told so.
        let mut kept_back = None;
        match signal {
            SentAfter(millis) => drop(tokio::spawn(async move {
                sleep(ms(millis)).await;
                let _ = send_quit.send(());
            })),
            DroppedAfter(millis) => drop(tokio::spawn(async move {
                sleep(ms(millis)).await;
                drop(send_quit);
            })),
            KeptBack => kept_back = Some(send_quit),
        }
        let stored = answer::quit_signal(&mut inbox, quit, store).await;
        settle().await;
        let mut left = Vec::new();
        while let Ok(message) = inbox.try_recv() {
            left.push(message);
        }
        drop((outbox, kept_back));
        Work { stored, left }
    })
}

/// Refuses the worker unless every message was stored once, one after the other, or is left in the inbox.
fn nothing_lost(run: &Run<Work>, messages: usize) -> Result<(), Refusal> {
    let calls = run.journal.calls();
    for number in 1..=messages {
        let message = format!("m{number}");
        let stored: Vec<_> = calls
            .iter()
            .filter(|call| call.request == message)
            .collect();
        let left = run.output.left.contains(&message);
        match stored.as_slice() {
            [] if left => {}
            [] => {
                let sentence =
                    format!("`{message}` is lost: it was taken from the inbox, and never stored");
                return Err(shown(sentence, run));
            }
            [call] if call.how == How::Dropped => {
                let after = call.ended.unwrap_or(call.started) - call.started;
                let after = time(Duration::from_micros(after));
                let sentence = format!(
                    "`{message}` is lost: it was taken from the inbox, and its storing was cancelled after {after}"
                );
                return Err(shown(sentence, run));
            }
            [call] if call.how == How::UnderWay => {
                let sentence =
                    format!("`{message}` was still being stored when your worker returned");
                return Err(shown(sentence, run));
            }
            [_] => {}
            more => {
                let sentence = format!("`{message}` was stored {}", count(more.len(), "time"));
                return Err(shown(sentence, run));
            }
        }
    }
    if run.journal.peak_in_flight() > 1 {
        return Err(shown(
            "your worker stores several messages at the same time".to_owned(),
            run,
        ));
    }
    value(
        "the number of messages that your worker says it has stored",
        &run.output.stored,
        &calls.len(),
    )
}

/// A worker that waits for ever is told what it does not see.
fn unless_stalled<T>(run: Result<Run<T>, Refusal>, sentence: &str) -> Result<Run<T>, Refusal> {
    run.map_err(|refusal| match refusal.kind {
        Kind::Stalled => Refusal {
            sentence: sentence.to_owned(),
            ..refusal
        },
        Kind::Wrong => refusal,
    })
}

fn shown(sentence: String, run: &Run<Work>) -> Refusal {
    Refusal {
        actual: Some(run.journal.to_string()),
        ..Refusal::new(sentence)
    }
}

checks! {
    /// without a signal, every message is stored, and the work ends with the inbox
    fn to_the_end() {
        let sentence = "the inbox is closed and empty, and your worker goes on waiting: for a signal that nobody sends";
        let run = unless_stalled(work(3, true, KeptBack), sentence)?;
        nothing_lost(&run, 3)?;
        value("the number of messages stored", &run.output.stored, &3)?;
        run.returns_after(ms(300))?;
    }

    /// the signal comes while a message is being stored: that one is stored to its end, and nothing is lost
    fn in_the_middle() {
        let run = work(6, false, SentAfter(250))?;
        nothing_lost(&run, 6)?;
    }

    /// after the signal, no further message is begun
    fn no_further_message() {
        for signal in [250, 50, 350, 150, 450] {
            let run = work(6, false, SentAfter(signal))?;
            nothing_lost(&run, 6)?;
            let late = run.journal.calls().iter().find(|call| call.started > signal * 1000);
            if let Some(call) = late {
                let begun = time(Duration::from_micros(call.started));
                let sentence = format!(
                    "the signal came after {signal} ms, and `{}` was begun after {begun}", call.request
                );
                return Err(shown(sentence, &run));
            }
            let due = signal + 50;
            if run.took != ms(due) {
                return Err(Refusal::new(format!(
                    "the signal came after {signal} ms, the message under way was stored after {due} ms, and your worker \
                     returned after {}", time(run.took)
                )));
            }
        }
    }

    /// the signal is heard while the inbox is empty
    fn while_idle() {
        let sentence = "the signal has come, and your worker does not hear it: it waits for the next message";
        let run = unless_stalled(work(1, false, SentAfter(250)), sentence)?;
        nothing_lost(&run, 1)?;
        run.returns_after(ms(250))?;
    }

    /// a sender of the signal that is dropped has sent no signal
    fn dropped() {
        let run = work(4, true, DroppedAfter(150))?;
        if !run.output.left.is_empty() {
            let sentence = "the sender of the signal was dropped after 150 ms without having sent it, and your worker stopped \
                with messages in its inbox";
            return Err(shown(sentence.to_owned(), &run));
        }
        nothing_lost(&run, 4)?;
        run.returns_after(ms(400))?;
    }

    /// nobody holds the thread
    fn without_blocking() {
        work(3, true, SentAfter(150))?.never_holds_the_thread()?;
    }
}
