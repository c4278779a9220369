//! Channels: how full each one is at every moment, who waits at which end of which, and who keeps an end that somebody
//! waits for in vain.

#[path = "support/told.rs"]
mod told;

use timeline::{ChannelEnd, Recording, What, text};
use tokio::{
    sync::{broadcast, mpsc, oneshot, watch},
    time::timeout,
};
use told::{explained, ms, nap, run, told};

/// How full each channel was, by its number, in order; `?`: unknown.
fn filled(recording: &Recording) -> String {
    let each = recording.events.iter().filter_map(|e| match e.what {
        What::ChannelChanged {
            resource,
            queued,
            gone,
            ..
        } => {
            let queued = queued.map_or("?".to_owned(), |n| n.to_string());
            let gone = match gone {
                None => "",
                Some(ChannelEnd::Sender) => " no sender",
                Some(ChannelEnd::Receiver) => " no receiver",
                Some(ChannelEnd::Both) => " gone",
            };
            Some(format!(
                "{}: {queued}{gone} at {}",
                resource.0,
                text::duration(e.at)
            ))
        }
        _ => None,
    });
    each.collect::<Vec<_>>().join("\n")
}

/// The operation of each wait of a task, with the line at which its channel was made, counted from the first.
fn channels_of_waits(recording: &Recording, task: &str) -> Vec<String> {
    let first = recording
        .resources
        .iter()
        .filter_map(|r| Some(r.place.as_ref()?.line))
        .min()
        .expect("a channel was made");
    let task = recording.task_named(task).expect("it was spawned").id;
    let waits = recording.waits.iter().filter(|w| w.task == task);
    let channels = waits.filter(|w| w.operation.starts_with("mpsc"));
    channels
        .map(|w| match w.resource {
            None => "unknown".to_owned(),
            Some(r) => {
                let place = recording.resource(r).place.as_ref();
                place.map_or("nowhere".to_owned(), |p| (p.line - first).to_string())
            }
        })
        .collect()
}

#[test]
fn a_bounded_channel_says_at_every_step_how_full_it_is() {
    let recording = run(async {
        let (tx, mut rx) = mpsc::channel(2);
        let sender = tokio::spawn(async move {
            for i in 0..4 {
                tx.send(i).await.unwrap();
            }
        });
        nap(10).await;
        while rx.recv().await.is_some() {
            nap(10).await;
        }
        sender.await.unwrap();
    });
    // The third message takes the place of the first as soon as that is received: the channel stays full.
    insta::assert_snapshot!(filled(&recording), @"
    1: 1 at 0 s
    1: 2 at 0 s
    1: 1 at 30 ms
    1: 0 at 40 ms
    1: 0 gone at 50 ms
    ");
    assert_eq!(recording.resources[0].capacity, Some(2));
    insta::assert_snapshot!(text::render(&recording, &Default::default()), @"
                  0 s         10 ms       20 ms        30 ms       40 ms       50 ms
    main          ├─ sleep ───┼─ sleep ───┼─ sleep ────┼─ sleep ───┼─ sleep ───●
      line 67     ├─ send ────┼─ send ────●

    mpsc channel  ╞══ full: 2 of 2 ════════════════════╞╌╌ 1 of 2 ╌

    ├ ┼ runs for an instant   ─ waits   ═ full: a sender has to wait
    ╌ messages that wait to be received   ● completed
    ");
}

#[test]
fn messages_that_are_dropped_with_the_receiver_leave_the_channel() {
    let recording = run(async {
        let (tx, rx) = mpsc::channel(3);
        tx.send(1).await.unwrap();
        tx.send(2).await.unwrap();
        nap(5).await;
        drop(rx);
    });
    insta::assert_snapshot!(filled(&recording), @"
    1: 1 at 0 s
    1: 2 at 0 s
    1: 0 no receiver at 5 ms
    1: 0 gone at 5 ms
    ");
}

#[test]
fn room_that_is_reserved_is_taken() {
    let recording = run(async {
        let (tx, mut rx) = mpsc::channel(2);
        let permit = tx.reserve().await.unwrap();
        nap(5).await;
        permit.send(1);
        rx.recv().await.unwrap();
        drop(tx.reserve().await.unwrap());
    });
    insta::assert_snapshot!(filled(&recording), @"
    1: 1 at 0 s
    1: 0 at 5 ms
    1: 1 at 5 ms
    1: 0 at 5 ms
    1: 0 gone at 5 ms
    ");
}

#[test]
fn a_oneshot_holds_its_message_until_it_is_received() {
    let recording = run(async {
        let (tx, rx) = oneshot::channel();
        tx.send(1).unwrap();
        nap(5).await;
        rx.await.unwrap();
        let (tx, rx) = oneshot::channel::<()>();
        drop(tx);
        rx.await.unwrap_err();
        let (tx, rx) = oneshot::channel();
        drop(rx);
        tx.send(1).unwrap_err();
        let (tx, mut rx) = oneshot::channel();
        tx.send(1).unwrap();
        assert_eq!(rx.try_recv(), Ok(1));
    });
    insta::assert_snapshot!(filled(&recording), @"
    1: 1 at 0 s
    1: 0 at 5 ms
    2: 0 no sender at 5 ms
    3: 0 no receiver at 5 ms
    4: 1 at 5 ms
    4: 0 at 5 ms
    ");
}

#[test]
fn how_full_a_channel_is_that_is_sent_to_with_try_send_is_not_guessed() {
    let recording = run(async {
        let (tx, mut rx) = mpsc::channel(4);
        tx.send(1).await.unwrap();
        tx.try_send(2).unwrap();
        rx.recv().await.unwrap();
        rx.recv().await.unwrap();
    });
    insta::assert_snapshot!(filled(&recording), @"
    1: ? at 0 s
    1: ? gone at 0 s
    ");
}

#[test]
fn each_message_says_from_which_of_several_channels_it_came() {
    let recording = run(async {
        let (a, mut from_a) = mpsc::channel(1);
        let (b, mut from_b) = mpsc::channel(1);
        let both = tokio::spawn(async move {
            for _ in 0..2 {
                tokio::select! {
                    biased;
                    Some(()) = from_a.recv() => {}
                    Some(()) = from_b.recv() => {}
                }
            }
            from_a.recv().await.unwrap();
        });
        nap(1).await;
        b.send(()).await.unwrap();
        nap(1).await;
        a.send(()).await.unwrap();
        nap(1).await;
        a.send(()).await.unwrap();
        both.await.unwrap();
    });
    let waits = channels_of_waits(&recording, &recording.tasks[1].name);
    assert_eq!(waits, ["0", "1", "0", "1", "0"]);
}

#[test]
fn a_receiver_that_gets_nothing_is_at_the_only_channel_that_it_can_be_at() {
    let recording = run(async {
        let (tx, mut rx) = mpsc::channel::<()>(1);
        timeout(ms(5), rx.recv()).await.unwrap_err();
        drop(tx);
    });
    assert_eq!(channels_of_waits(&recording, "main"), ["0"]);
    let recording = run(async {
        let (_one, mut from_one) = mpsc::channel::<()>(1);
        let (_other, mut from_other) = mpsc::channel::<()>(1);
        let both = async { tokio::join!(from_one.recv(), from_other.recv()) };
        timeout(ms(5), both).await.unwrap_err();
        timeout(ms(5), std::future::pending::<()>())
            .await
            .unwrap_err();
    });
    assert!(
        recording.waits.iter().all(|w| w.resource.is_none()),
        "it may be either"
    );
}

#[test]
fn a_channel_inside_something_else_is_not_shown() {
    let recording = run(async {
        let cell = tokio::sync::OnceCell::new();
        tokio::join!(
            cell.get_or_init(async || nap(1).await),
            cell.get_or_init(async || nap(1).await)
        );
    });
    assert!(recording.resources.is_empty(), "{:?}", recording.resources);
    let operations = recording.waits.iter().map(|w| w.operation.as_str());
    let cell: Vec<_> = operations.filter(|o| *o != "sleep").collect();
    assert_eq!(cell, ["OnceCell::get_or_init"]);
}

#[test]
fn a_receiver_that_nobody_has_used_may_be_anywhere() {
    let recording = run(async {
        let (tx, rx) = mpsc::channel(1);
        tokio::spawn(async move {
            let _keeps = rx;
            std::future::pending::<()>().await;
        });
        for i in 0..2 {
            tx.send(i).await.unwrap();
        }
    });
    insta::assert_snapshot!(explained(&recording), @"
    Stalled at 9 s: no task is ready, no timer is set, and nobody outside can wake one. Without the recorder, the program would wait here for ever.
    `main` waits at crates/timeline/tests/channels.rs:999 for room in the mpsc channel made on line N, which is full. The receiver is still alive, and nobody has received from it so far: `main` itself, which made the channel, may keep the receiver, or a task that it was given to.
    `line N` returned `Pending` and left its waker with nobody: nobody can ever tell the runtime to poll it again.
    A channel that is full lets nobody send until somebody receives. Receive in a task of its own while others send, or make the channel larger than all that is sent before the first `recv`.
    ");
}

#[test]
fn the_only_task_that_is_left_keeps_the_sender_itself() {
    let recording = run(async {
        let (tx, mut rx) = mpsc::channel(8);
        for i in 0..3 {
            let tx = tx.clone();
            tokio::spawn(async move { tx.send(i).await });
        }
        while rx.recv().await.is_some() {}
    });
    insta::assert_snapshot!(explained(&recording), @"
    Stalled at 9 s: no task is ready, no timer is set, and nobody outside can wake one. Without the recorder, the program would wait here for ever.
    `main` waits at crates/timeline/tests/channels.rs:999 for a message from the mpsc channel made on line N. A sender is still alive, and no other task is left that could keep it: `main` does so itself, unless a `static` or something that was leaked keeps it.
    A receiver goes on waiting as long as one sender is alive. Look for a `Sender` that was cloned, or that is kept by somebody who no longer sends, and `drop` it.
    ");
}

#[test]
fn who_used_the_other_end_of_a_channel_may_keep_it() {
    let recording = run(async {
        let (tx, mut rx) = mpsc::channel(8);
        let logger = tokio::spawn(async move {
            while let Some(line) = rx.recv().await {
                timeline::println!("{line}");
            }
        });
        tx.send("hello").await.unwrap();
        logger.await.unwrap();
    });
    insta::assert_snapshot!(explained(&recording), @"
    Deadlock at 9 s: `main` and `line N` wait for one another, each for something that, for all that was seen, only the next one can bring about.
    `main` waits at crates/timeline/tests/channels.rs:999 for the end of `line N`.
    `line N` waits at crates/timeline/tests/channels.rs:999 for a message from the mpsc channel made on line N. A sender is still alive: `main` may keep it.
    A receiver goes on waiting as long as one sender is alive. Look for a `Sender` that was cloned, or that is kept by somebody who no longer sends, and `drop` it.
    The way out: do not await the end of a task while that task still needs something from you. Give it that first: send it, drop the guard, or drop the `Sender` that keeps it waiting.
    ");
}

#[test]
fn a_channel_that_is_full_and_that_nobody_empties_is_explained() {
    let recording = run(async {
        let (tx, mut rx) = mpsc::channel(2);
        for i in 0..3 {
            tx.send(i).await.unwrap();
        }
        while rx.recv().await.is_some() {}
    });
    insta::assert_snapshot!(explained(&recording), @"
    Stalled at 9 s: no task is ready, no timer is set, and nobody outside can wake one. Without the recorder, the program would wait here for ever.
    `main` waits at crates/timeline/tests/channels.rs:999 for room in the mpsc channel made on line N, which is full. The receiver is still alive, and no other task is left that could keep it: `main` does so itself, unless a `static` or something that was leaked keeps it.
    A channel that is full lets nobody send until somebody receives. Receive in a task of its own while others send, or make the channel larger than all that is sent before the first `recv`.
    ");
}

#[test]
fn channels_that_tokio_does_not_report_are_waited_for_by_name() {
    let recording = run(async {
        let (tx, mut rx) = mpsc::unbounded_channel::<u32>();
        let (news, mut reads) = broadcast::channel::<u32>(2);
        let (_state, mut changed) = watch::channel(0);
        tokio::spawn(async move { rx.recv().await });
        tokio::spawn(async move { reads.recv().await });
        tokio::spawn(async move { changed.changed().await });
        let (_answer, question) = oneshot::channel::<()>();
        let kept = (tx, news);
        question.await.unwrap();
        drop(kept);
    });
    insta::assert_snapshot!(explained(&recording), @"
    Stalled at 9 s: no task is ready, no timer is set, and nobody outside can wake one. Without the recorder, the program would wait here for ever.
    `main` waits at crates/timeline/tests/channels.rs:999 for a message from the oneshot channel made on line N. The sender is still alive: `main` itself, which made the channel, may keep the sender, or a task that it was given to.
    `line N` waits at crates/timeline/tests/channels.rs:999 for `mpsc::UnboundedReceiver::recv`. A sender is still alive; who keeps it is unknown.
    `line N` waits at crates/timeline/tests/channels.rs:999 for `broadcast::Receiver::recv`. The sender is still alive; who keeps it is unknown.
    `line N` waits at crates/timeline/tests/channels.rs:999 for `watch::Receiver::changed`. The sender is still alive; who keeps it is unknown.
    A receiver goes on waiting as long as one sender is alive. Look for a `Sender` that was cloned, or that is kept by somebody who no longer sends, and `drop` it.
    The receiver of a oneshot waits until its `Sender` sends or is dropped. Look for who keeps it, and for a way through that code on which it neither sends nor drops it.
    ");
}

#[test]
fn what_happens_in_a_channel_is_told() {
    let recording = run(async {
        let (tx, mut rx) = mpsc::channel(2);
        tx.send(1).await.unwrap();
        tx.send(2).await.unwrap();
        rx.recv().await.unwrap();
    });
    insta::assert_snapshot!(told(&recording), @"
    0 s `main` begins; it is ready
    0 s the mpsc channel made on line N has 1 of 2 places taken
    0 s the mpsc channel made on line N is full: 2 of 2 places are taken
    0 s the mpsc channel made on line N has 1 of 2 places taken
    0 s the mpsc channel made on line N is empty, and its receiver is gone
    0 s the mpsc channel made on line N is gone: both its ends are dropped
    0 s `main` is completed
    ");
}

/// What one actor is asked: for its number, or for the sum of its number and the other one's.
enum Ask {
    Own(oneshot::Sender<u32>),
    Sum(oneshot::Sender<u32>),
}

async fn actor(own: u32, mut inbox: mpsc::Receiver<Ask>, other: mpsc::Sender<Ask>) {
    while let Some(ask) = inbox.recv().await {
        let (answer, sum) = match ask {
            Ask::Own(answer) => (answer, own),
            Ask::Sum(answer) => {
                let (tx, rx) = oneshot::channel();
                other.send(Ask::Own(tx)).await.ok().unwrap();
                (answer, own + rx.await.unwrap())
            }
        };
        answer.send(sum).unwrap();
    }
}

#[test]
fn a_sender_may_lie_in_a_message_that_nobody_receives() {
    let recording = run(async {
        let (one, inbox_of_one) = mpsc::channel(4);
        let (two, inbox_of_two) = mpsc::channel(4);
        let first = tokio::spawn(actor(1, inbox_of_one, two.clone()));
        tokio::spawn(actor(2, inbox_of_two, one.clone()));
        let (answer, _sum) = oneshot::channel();
        one.send(Ask::Sum(answer)).await.ok().unwrap();
        let (answer, _sum) = oneshot::channel();
        two.send(Ask::Sum(answer)).await.ok().unwrap();
        first.await.unwrap();
    });
    let explained = explained(&recording);
    let told =
        "nobody has received these: one waits in the mpsc channel made on line N and one waits in";
    assert!(explained.contains(told), "{explained}");
    // One that was received is nobody's riddle.
    let recording = run(async {
        let (tx, mut rx) = mpsc::channel(1);
        let (answer, question) = oneshot::channel::<()>();
        tx.send(answer).await.unwrap();
        let _answer = rx.recv().await.unwrap();
        question.await.unwrap();
    });
    let explained = told::explained(&recording);
    assert!(!explained.contains("nobody has received"), "{explained}");
}
