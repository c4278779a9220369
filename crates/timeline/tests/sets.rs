//! Sets of futures that have wakers of their own, `FuturesUnordered` and what stands on it: what is inside of them is shown
//! where Tokio reports it, and the set itself where it does not.

#[path = "support/told.rs"]
mod told;

use std::sync::Arc;

use futures::{
    FutureExt, StreamExt,
    future::join_all,
    stream::{self, FuturesUnordered},
};
use tokio::{
    sync::{Notify, mpsc, oneshot},
    time::timeout,
};
use told::{explained, ms, nap, run, told, waits_of};

#[test]
fn a_set_is_not_shown_beside_the_waits_inside_of_it() {
    let each = |n: u64| nap(n);
    let programs = [
        run(async move {
            let mut set: FuturesUnordered<_> = [3, 1, 2].map(each).into_iter().collect();
            while set.next().await.is_some() {}
        }),
        run(async move {
            let naps = stream::iter([3, 1, 2]).map(each);
            naps.buffer_unordered(3).collect::<Vec<_>>().await;
        }),
        run(async move {
            let naps = stream::iter([3, 1, 2]);
            naps.for_each_concurrent(None, each).await;
        }),
    ];
    for recording in programs {
        assert_eq!(
            waits_of(&recording, "main"),
            [
                "sleep: Done at 3 ms",
                "sleep: Done at 1 ms",
                "sleep: Done at 2 ms"
            ]
        );
    }
    let many = run(join_all((0..40).map(|_| nap(2))));
    assert_eq!(waits_of(&many, "main"), ["sleep: Done at 2 ms"; 40]);
}

#[test]
fn a_set_of_handles_waits_for_the_end_of_one_task_after_the_other() {
    let recording = run(async {
        let tasks = [3, 1].map(|n| tokio::spawn(nap(n)));
        let mut set: FuturesUnordered<_> = tasks.into_iter().collect();
        while set.next().await.is_some() {}
    });
    insta::assert_snapshot!(told(&recording), @"
     0 s `main` begins; it is ready
     0 s `main` spawns `nap` on line N; it is ready
     0 s `main` spawns `nap 2` on line N; it is ready
     0 s `main` wakes itself: the `FuturesUnordered` in it gives way to others
     0 s `main` waits on line N for the end of `nap 2`, in `StreamExt::next`
     0 s `nap` sleeps on line N of told.rs until 3 ms
     0 s `nap 2` sleeps on line N of told.rs until 1 ms
    1 ms `nap 2` is woken: its sleep is over
    1 ms `nap 2` has slept
    1 ms `nap 2` is completed
    1 ms `main` is woken, because `nap 2` has ended
    1 ms `main` has what it waited for: the end of `nap 2`, in `StreamExt::next`
    1 ms `main` waits on line N for the end of `nap`, in `StreamExt::next`
    3 ms `nap` is woken: its sleep is over
    3 ms `nap` has slept
    3 ms `nap` is completed
    3 ms `main` is woken, because `nap` has ended
    3 ms `main` has what it waited for: the end of `nap`, in `StreamExt::next`
    3 ms `main` is completed
    ");
}

#[test]
fn a_set_is_shown_while_nothing_is_known_of_what_is_inside() {
    let recording = run(async {
        let bell = Arc::new(Notify::new());
        let set: FuturesUnordered<_> = (0..2)
            .map(|_| {
                let bell = bell.clone();
                async move {
                    bell.notified().await;
                    nap(1).await;
                }
            })
            .collect();
        tokio::spawn(async move {
            nap(1).await;
            bell.notify_one();
            nap(5).await;
            bell.notify_one();
        });
        set.collect::<Vec<_>>().await;
    });
    assert_eq!(
        waits_of(&recording, "main"),
        [
            "StreamExt::collect: Done at 1 ms",
            "sleep: Done at 2 ms",
            "StreamExt::collect: Done at 6 ms",
            "sleep: Done at 7 ms",
        ]
    );
}

#[test]
fn of_two_sets_the_one_goes_on_that_was_woken() {
    let recording = run(async {
        let handles = |n: u64| [n].map(|n| tokio::spawn(nap(n)));
        let first: FuturesUnordered<_> = handles(1).into_iter().collect();
        let second: FuturesUnordered<_> = handles(4).into_iter().collect();
        tokio::join!(first.collect::<Vec<_>>(), async {
            second.map(|_| ()).collect::<Vec<_>>().await
        });
    });
    let waits = waits_of(&recording, "main");
    assert_eq!(waits[0], "StreamExt::collect: Done at 1 ms");
    assert_eq!(waits[1], "StreamExt::collect: Done at 4 ms");
}

#[test]
fn a_set_that_is_given_up_is_abandoned_with_what_is_inside() {
    let recording = run(async {
        let tasks = [3].map(|n| tokio::spawn(nap(n)));
        let mut set: FuturesUnordered<_> = tasks.into_iter().collect();
        timeout(ms(1), set.next()).await.unwrap_err();
        nap(1).await;
    });
    assert_eq!(
        waits_of(&recording, "main"),
        [
            "timeout: Done at 1 ms",
            "StreamExt::next: Abandoned at 1 ms",
            "sleep: Done at 2 ms",
        ]
    );
}

#[test]
fn a_stall_in_a_set_says_that_it_cannot_be_seen_through() {
    let recording = run(async {
        let (_kept, mut rx) = mpsc::channel::<()>(1);
        let mut set = FuturesUnordered::new();
        set.push(async move { rx.recv().await }.boxed());
        set.next().await;
    });
    insta::assert_snapshot!(explained(&recording), @"
    Stalled at 9 s: no task is ready, no timer is set, and nobody outside can wake one. Without the recorder, the program would wait here for ever.
    `main` waits at crates/timeline/tests/sets.rs:999 for `StreamExt::next`.
    What a set of futures waits for cannot be seen: a `FuturesUnordered`, and what stands on it, keeps the waker for all that is inside. Name the calls in it with `timeline::label`.
    ");
    let recording = run(async {
        let (_kept, rx) = oneshot::channel::<()>();
        let mut set = FuturesUnordered::new();
        set.push(rx);
        set.next().await;
    });
    insta::assert_snapshot!(explained(&recording), @"
    Stalled at 9 s: no task is ready, no timer is set, and nobody outside can wake one. Without the recorder, the program would wait here for ever.
    `main` waits at crates/timeline/tests/sets.rs:999 for a message from the oneshot channel made on line N. The sender is still alive, and no other task is left that could keep it: `main` does so itself, unless a `static` or something that was leaked keeps it.
    The receiver of a oneshot waits until its `Sender` sends or is dropped. Look for who keeps it, and for a way through that code on which it neither sends nor drops it.
    ");
}

#[test]
fn what_a_stream_waits_for_has_its_own_name() {
    let recording = run(async {
        let (tx, rx) = mpsc::channel(1);
        let (back, other) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            nap(1).await;
            tx.send(1).await.unwrap();
            nap(1).await;
            back.send(2).unwrap();
        });
        let mut rx = stream::unfold(rx, async |mut rx| Some((rx.recv().await?, rx))).boxed();
        let mut other = tokio_stream::wrappers::UnboundedReceiverStream::new(other).map(|n| n + 1);
        rx.next().await;
        other.next().await;
    });
    assert_eq!(
        waits_of(&recording, "main"),
        [
            "mpsc::Receiver::recv: Done at 1 ms",
            "mpsc::UnboundedReceiver::recv: Done at 2 ms"
        ]
    );
}
