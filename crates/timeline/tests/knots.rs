//! Tasks that wait for one another by handles, locks and oneshots while another one ticks: told where it is certain, and
//! nobody accused where it is not.

#[path = "support/told.rs"]
mod told;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex as Shared},
};

use timeline::{Recording, WarningKind, warnings};
use tokio::{
    sync::{Mutex, Semaphore, mpsc, oneshot},
    task::JoinHandle,
    time::{interval, timeout},
};
use told::{ms, nap, run, without_lines};

/// What is said of deadlocks, without the numbers of lines.
fn deadlocks(recording: &Recording) -> Vec<String> {
    let found = warnings(recording).into_iter();
    let found = found.filter(|w| w.kind == WarningKind::Deadlock);
    found
        .map(|w| {
            let sentence = without_lines(&w.sentence);
            let mut out = String::new();
            for part in sentence.split("crates/timeline/tests/knots.rs:") {
                out.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
                out.push_str("L ");
            }
            out.trim_end_matches("L ").replace("L  ", "L ")
        })
        .collect()
}

async fn ticks(times: usize) {
    let mut tick = interval(ms(100));
    for _ in 0..times {
        tick.tick().await;
    }
}

fn named(name: &str, body: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
    let builder = tokio::task::Builder::new().name(name);
    builder.spawn(body).expect("inside the runtime")
}

/// Two tasks that await one another.
fn two_handles() -> (JoinHandle<()>, oneshot::Sender<JoinHandle<()>>) {
    let (give, given) = oneshot::channel::<JoinHandle<()>>();
    let one = named("one", async move {
        given.await.expect("it is given").await.expect("never");
    });
    (one, give)
}

#[test]
fn two_tasks_that_await_one_another() {
    let recording = run(async {
        let (one, give) = two_handles();
        let other = named("other", async move { one.await.expect("never") });
        give.send(other).expect("it is awaited");
        ticks(20).await;
    });
    insta::assert_debug_snapshot!(deadlocks(&recording), @r#"
    [
        "Deadlock from 0 s on, while the rest of the program goes on. `one` and `other` wait for one another: `one` waits at L for the end of `other`; `other` waits at L for the end of `one`. Nothing ended it but the end of the program, at 1.9 s.",
    ]
    "#);
}

#[test]
fn a_task_that_awaits_itself() {
    let recording = run(async {
        let (one, give) = two_handles();
        give.send(one).expect("it is awaited");
        ticks(20).await;
    });
    insta::assert_debug_snapshot!(deadlocks(&recording), @r#"
    [
        "Deadlock from 0 s on, while the rest of the program goes on: `one` waits at L for its own end. Nothing ended it but the end of the program, at 1.9 s.",
    ]
    "#);
}

#[test]
fn a_guard_that_is_held_while_a_task_is_awaited_that_needs_the_lock() {
    let recording = run(async {
        let lock = Arc::new(Mutex::new(0));
        named("holder", async move {
            let guard = lock.lock().await;
            let other = lock.clone();
            let needs = named("needs", async move { *other.lock().await += 1 });
            needs.await.expect("never");
            drop(guard);
        });
        ticks(20).await;
    });
    insta::assert_debug_snapshot!(deadlocks(&recording), @r#"
    [
        "Deadlock from 0 s on, while the rest of the program goes on. `holder` and `needs` wait for one another: `holder` waits at L for the end of `needs`; `needs` waits at L for the Mutex made on line N, and `holder` holds it. Nothing ended it but the end of the program, at 1.9 s.",
    ]
    "#);
}

#[test]
fn a_permit_that_is_kept_while_a_task_is_awaited_that_needs_one() {
    let recording = run(async {
        let gate = Arc::new(Semaphore::new(1));
        let holder = named("holder", async move {
            let _permit = gate.acquire().await.expect("it is open");
            let other = gate.clone();
            let needs = named("needs", async move {
                let _permit = other.acquire().await.expect("it is open");
            });
            needs.await.expect("never");
        });
        ticks(20).await;
        holder.abort();
        ticks(2).await;
    });
    insta::assert_debug_snapshot!(deadlocks(&recording), @r#"
    [
        "Deadlock from 0 s on, while the rest of the program goes on. `holder` and `needs` wait for one another: `holder` waits at L for the end of `needs`; `needs` waits at L for the Semaphore made on line N, whose only permit `holder` has. It ended at 1.9 s, when `holder` was cancelled.",
    ]
    "#);
}

#[test]
fn two_tasks_that_keep_the_senders_of_one_anothers_answers() {
    let recording = run(async {
        let (to_one, one) = oneshot::channel::<u32>();
        let (to_other, other) = oneshot::channel::<u32>();
        named("one", async move {
            let n = one.await.expect("never");
            to_other.send(n).expect("never");
        });
        named("other", async move {
            let n = other.await.expect("never");
            to_one.send(n).expect("never");
        });
        // Whoever ticks is a task like all others: senders say with whom they went.
        named("ticker", ticks(20)).await.expect("it does not panic");
    });
    insta::assert_debug_snapshot!(deadlocks(&recording), @r#"
    [
        "Deadlock from 0 s on, while the rest of the program goes on. `one` and `other` wait for one another: `one` waits at L for a message from the oneshot channel made on line N, and `other` keeps its sender; `other` waits at L for a message from the oneshot channel made on line N, and `one` keeps its sender. Nothing ended it but the end of the program, at 1.9 s.",
    ]
    "#);
}

#[test]
fn a_task_that_keeps_the_sender_of_what_it_waits_for_and_one_that_awaits_it() {
    let recording = run(async {
        let alone = named("alone", async {
            let (_keeps, answer) = oneshot::channel::<u32>();
            answer.await.expect("never");
        });
        named("awaits it", async move { alone.await.expect("never") });
        ticks(20).await;
    });
    insta::assert_debug_snapshot!(deadlocks(&recording), @r#"
    [
        "Deadlock from 0 s on, while the rest of the program goes on: `alone` waits at L for a message from the oneshot channel made on line N, and keeps its sender itself. Nothing ended it but the end of the program, at 1.9 s.",
    ]
    "#);
}

#[test]
fn three_in_a_ring_over_a_lock_a_handle_and_a_oneshot() {
    let recording = run(async {
        let lock = Arc::new(Mutex::new(0));
        let (answer, question) = oneshot::channel::<u32>();
        let (give, given) = oneshot::channel::<JoinHandle<()>>();
        named("holds", {
            let lock = lock.clone();
            async move {
                let _guard = lock.lock().await;
                given.await.expect("it is given").await.expect("never");
            }
        });
        let asks = named("asks", async move {
            question.await.expect("never");
        });
        give.send(asks).expect("it is awaited");
        named("answers", async move {
            *lock.lock().await += 1;
            answer.send(1).expect("never");
        });
        ticks(20).await;
    });
    let found = deadlocks(&recording);
    // Whether it is known for which of the other two `holds` waits is up to the order in which they are dropped: where tests
    // run beside one another, that varies.
    assert_eq!(found.len(), 1, "{found:?}");
    for part in [
        "`holds`, `asks` and `answers` wait for one another: `holds` waits at L for the end of ",
        "`asks` waits at L for a message from the oneshot channel made on line N, and `answers` keeps its sender",
        "`answers` waits at L for the Mutex made on line N, and `holds` holds it",
    ] {
        assert!(found[0].contains(part), "{found:?}");
    }
}

// --- And healthy ones --------------------------------------------------------------------------------------------

/// Sends what nobody has received before it receives.
async fn floods(mut inbox: mpsc::Receiver<u32>, next: mpsc::Sender<u32>) {
    for n in 0..3 {
        next.send(n).await.expect("never");
    }
    while inbox.recv().await.is_some() {}
}

#[test]
fn two_that_wait_for_room_with_one_another() {
    let recording = run(async {
        let (to_one, one) = mpsc::channel(2);
        let (to_other, other) = mpsc::channel(1);
        named("one", floods(one, to_other));
        named("other", floods(other, to_one));
        ticks(20).await;
    });
    insta::assert_debug_snapshot!(deadlocks(&recording), @r#"
    [
        "Deadlock from 0 s on, while the rest of the program goes on. `one` and `other` wait for one another: `one` waits at L for room in the mpsc channel made on line N, which is full, and `other` keeps its receiver; `other` waits at L for room in the mpsc channel made on line N, which is full, and `one` keeps its receiver. Nothing ended it but the end of the program, at 1.9 s.",
    ]
    "#);
}

#[test]
fn one_that_waits_for_room_with_itself() {
    let recording = run(async {
        let (send, receive) = mpsc::channel(1);
        named("alone", floods(receive, send));
        ticks(20).await;
    });
    insta::assert_debug_snapshot!(deadlocks(&recording), @r#"
    [
        "Deadlock from 0 s on, while the rest of the program goes on: `alone` waits at L for room in the mpsc channel made on line N, which is full, and keeps its receiver itself. Nothing ended it but the end of the program, at 1.9 s.",
    ]
    "#);
}

/// Holds the lock while it sends more than there is room for.
async fn produces(lock: Arc<Mutex<u32>>, out: mpsc::Sender<u32>) {
    let mut sum = lock.lock().await;
    for n in 0..3 {
        *sum += n;
        out.send(*sum).await.expect("it is received");
    }
}

/// Needs the lock for each message.
async fn consumes(lock: Arc<Mutex<u32>>, mut inbox: mpsc::Receiver<u32>) {
    while inbox.recv().await.is_some() {
        *lock.lock().await += 1;
    }
}

#[test]
fn a_guard_that_is_held_while_waiting_for_room() {
    let recording = run(async {
        let lock = Arc::new(Mutex::new(0));
        let (send, receive) = mpsc::channel(1);
        let producer = named("producer", produces(lock.clone(), send));
        named("consumer", consumes(lock, receive));
        ticks(20).await;
        producer.abort();
        ticks(2).await;
    });
    insta::assert_debug_snapshot!(deadlocks(&recording), @r#"
    [
        "Deadlock from 0 s on, while the rest of the program goes on. `producer` and `consumer` wait for one another: `producer` waits at L for room in the mpsc channel made on line N, which is full, and `consumer` keeps its receiver; `consumer` waits at L for the Mutex made on line N, and `producer` holds it. It ended at 1.9 s, when `producer` was cancelled.",
    ]
    "#);
}

#[test]
fn a_request_to_one_that_sends_back_into_a_full_queue() {
    let recording = run(async {
        let (to_server, mut requests) = mpsc::channel::<(u32, mpsc::Sender<u32>)>(1);
        named("server", async move {
            while let Some((n, reply)) = requests.recv().await {
                reply.send(n).await.expect("it is received");
            }
        });
        named("client", async move {
            let (to_me, mut replies) = mpsc::channel(1);
            for n in 0..5 {
                to_server.send((n, to_me.clone())).await.expect("never");
            }
            replies.recv().await.expect("never");
        });
        ticks(20).await;
    });
    insta::assert_debug_snapshot!(deadlocks(&recording), @r#"
    [
        "Deadlock from 0 s on, while the rest of the program goes on. `server` and `client` wait for one another: `server` waits at L for room in the mpsc channel made on line N, which is full, and `client` keeps its receiver; `client` waits at L for room in the mpsc channel made on line N, which is full, and `server` keeps its receiver. Nothing ended it but the end of the program, at 1.9 s.",
    ]
    "#);
}

#[track_caller]
fn nobody_is_accused(recording: &Recording) {
    assert_eq!(deadlocks(recording), [""; 0]);
}

#[test]
fn who_awaits_a_task_that_ticks_is_healthy() {
    nobody_is_accused(&run(async {
        let ticker = named("ticker", ticks(1000));
        let one = named("one", async move { ticker.await.expect("never") });
        let other = named("other", async move { one.await.expect("never") });
        ticks(10).await;
        drop(other);
    }));
}

#[test]
fn who_awaits_one_of_two_tasks_may_await_the_one_that_ticks() {
    // `holder` awaits the ticker, and the lock is free then; the recording does not say so.
    nobody_is_accused(&run(async {
        let lock = Arc::new(Mutex::new(0));
        let ticker = named("ticker", ticks(1000));
        let needed = lock.clone();
        named("holder", async move {
            let _guard = lock.lock().await;
            ticker.await.expect("never");
        });
        named("needs", async move { *needed.lock().await += 1 });
        ticks(10).await;
    }));
}

#[test]
fn a_sender_that_is_shared_may_be_used_by_others() {
    type Open = Arc<Shared<HashMap<u32, oneshot::Sender<u32>>>>;
    nobody_is_accused(&run(async {
        let open = Open::default();
        let asks = open.clone();
        // It answers in the end; the program is over before. Dropped first, it leaves the map to the one who asks.
        named("answers", async move {
            ticks(1000).await;
            let answer = open.lock().unwrap().remove(&1);
            answer.expect("it was asked").send(1).expect("never");
        });
        named("asks", async move {
            let (answer, question) = oneshot::channel();
            asks.lock().unwrap().insert(1, answer);
            question.await.expect("never");
        });
        ticks(10).await;
    }));
}

#[test]
fn who_has_another_branch_may_be_helped_by_it() {
    nobody_is_accused(&run(async {
        named("both", async {
            let (answer, question) = oneshot::channel::<u32>();
            tokio::join!(
                async {
                    question.await.expect("it is answered");
                },
                async {
                    ticks(1000).await;
                    answer.send(1).expect("it is awaited");
                },
            );
        });
        ticks(10).await;
    }));
}

#[test]
fn who_waits_with_a_limit_or_for_somebody_outside_is_healthy() {
    nobody_is_accused(&run(async {
        let (answer, question) = oneshot::channel::<u32>();
        let (tx, mut rx) = mpsc::channel::<u32>(1);
        let (one, give) = two_handles();
        let other = named("other", async move {
            let _ = timeout(ms(60_000), one).await;
        });
        give.send(other).expect("it is awaited");
        let waits = named("waits", async move {
            question.await.expect("it is answered");
        });
        named("awaits", async move { waits.await.expect("it returns") });
        named(
            "receives",
            async move { while rx.recv().await.is_some() {} },
        );
        ticks(10).await;
        answer.send(1).expect("it is awaited");
        nap(1).await;
        drop(tx);
    }));
}

#[test]
fn what_is_over_in_time_is_no_deadlock() {
    nobody_is_accused(&run(async {
        let (answer, question) = oneshot::channel::<u32>();
        let waits = named("waits", async move {
            let _ = question.await;
        });
        let awaits = named("awaits", async move {
            // Its own to drop: it does so before it awaits.
            drop(answer);
            waits.await.expect("it returns");
        });
        ticks(3).await;
        awaits.await.expect("it returns");
    }));
}

#[test]
fn who_waits_for_room_with_one_that_naps_is_healthy() {
    nobody_is_accused(&run(async {
        let (send, mut receive) = mpsc::channel(1);
        let slow = named("slow", async move {
            while receive.recv().await.is_some() {
                nap(300).await;
            }
        });
        named("fast", async move {
            for n in 0..10 {
                send.send(n).await.expect("it is received");
            }
        });
        ticks(8).await;
        slow.abort();
    }));
}

/// Two workers share a receiver. One of them waits for what the sender has, and the other one only naps.
#[test]
fn a_receiver_that_is_shared_may_be_used_by_others() {
    nobody_is_accused(&run(async {
        let lock = Arc::new(Mutex::new(0));
        let (send, receive) = mpsc::channel(1);
        let receive = Arc::new(Mutex::new(receive));
        let producer = named("producer", produces(lock.clone(), send));
        let shared = receive.clone();
        named("stuck", async move {
            loop {
                let message = shared.lock().await.recv().await;
                if message.is_none() {
                    break;
                }
                *lock.lock().await += 1;
            }
        });
        named("naps", async move {
            nap(5000).await;
            receive.lock().await.recv().await;
        });
        ticks(20).await;
        producer.abort();
        ticks(2).await;
    }));
}
