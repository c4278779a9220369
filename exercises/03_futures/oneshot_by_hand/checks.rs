//! The checks of `oneshot_by_hand`.

use super::answer;
use checks::prelude::*;
use tokio::time::{sleep, timeout};

/// What the receiver gives, where `sends` decides what becomes of the sender, after these times.
fn received(
    sends: bool,
    sender_after: u64,
    receiver_after: u64,
) -> Result<Run<Option<u32>>, Refusal> {
    let happened = match (sends, sender_after < receiver_after) {
        (true, false) => "the value was sent while the receiver waited, and it was not woken",
        (true, true) => {
            "the value was sent before the receiver was polled for the first time, and it waits for ever"
        }
        (false, _) => "the sender was dropped without having sent, and the receiver waits for ever",
    };
    let run = observe(async |_| {
        let (sender, receiver) = answer::oneshot_by_hand();
        let send = async {
            sleep(ms(sender_after)).await;
            if sends { sender.send(7) } else { drop(sender) }
        };
        let receive = async {
            sleep(ms(receiver_after)).await;
            polled(receiver, 100).await
        };
        tokio::join!(send, receive).1
    });
    let run = run.map_err(|refusal| refusal.if_stalled(happened))?;
    let Run {
        output,
        took,
        journal,
        recording,
    } = run;
    Ok(Run {
        output: output?.0,
        took,
        journal,
        recording,
    })
}

checks! {
    /// a value that is sent while the receiver waits
    fn sent_later() {
        let run = received(true, 300, 0)?;
        value("what the receiver gives", &run.output, &Some(7))?;
        run.returns_after(ms(300))?;
    }

    /// a value that was sent before the receiver is polled for the first time
    fn sent_before() {
        let run = received(true, 0, 300)?;
        value("what the receiver gives", &run.output, &Some(7))?;
    }

    /// a sender that is dropped without having sent, sooner or later
    fn dropped() {
        for (sender, receiver) in [(300, 0), (0, 300)] {
            let run = received(false, sender, receiver)?;
            value("what the receiver gives when the sender is dropped", &run.output, &None)?;
        }
    }

    /// a receiver that one task has polled, and another one awaits
    fn handed_on() {
        let run = observe(async |_| {
            let (sender, receiver) = answer::oneshot_by_hand();
            let mut receiver = Box::pin(receiver);
            let first = tokio::spawn(async move {
                let early = timeout(ms(100), polled(&mut receiver, 100)).await;
                (early, receiver)
            });
            tokio::spawn(async move {
                sleep(ms(300)).await;
                sender.send("late");
            });
            match first.await.expect("waiting does not panic") {
                (Ok(early), _) => early.map(|(value, _)| value),
                (Err(_), receiver) => Ok(receiver.await),
            }
        });
        let run = run.map_err(|refusal| refusal.if_stalled(
            "the receiver was polled in one task and then awaited in another, and the value did not wake that one",
        ))?;
        run.returns_after(ms(300))?;
        value("what the receiver gives in the second task", &run.output?, &Some("late"))?;
    }

    /// a receiver that is dropped: the sender does not mind
    fn nobody_waits() {
        let run = observe(async |_| {
            let (sender, receiver) = answer::oneshot_by_hand();
            let early = timeout(ms(100), polled(receiver, 100)).await;
            sender.send(7);
            early
        })?;
        if let Ok(early) = run.output {
            value("what the receiver gives while nobody has sent", &Some(early?.0), &None)?;
        }
    }

    /// the value is dropped once, by whoever has it
    fn nothing_is_kept() {
        let run = observe(async |_| {
            let value = std::sync::Arc::new(());
            let (sender, receiver) = answer::oneshot_by_hand();
            sender.send(value.clone());
            drop(receiver);
            std::sync::Arc::strong_count(&value)
        })?;
        if run.output != 1 {
            return Err(Refusal::new("both halves are gone, and the value that was sent is still kept somewhere"));
        }
    }
}
