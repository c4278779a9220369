//! Several timers in one task: which of them woke it.

#[path = "support/told.rs"]
mod told;

use std::{
    future::{Future, poll_fn},
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};

use futures::{
    FutureExt,
    stream::{self, StreamExt},
};
use timeline::{Cause, Clock, Recording, What, label};
use tokio::{
    task::LocalSet,
    time::{self, Instant, MissedTickBehavior, interval, sleep, sleep_until, timeout},
};
use told::{ms, run, told};

/// Each wake of a task by a timer, with when that timer was awaited first and when it was to run out: "30: sleep 0–30",
/// in milliseconds.
fn woken(recording: &Recording, task: &str) -> Vec<String> {
    let task = recording.task_named(task).expect("it was spawned").id;
    let began = |wait| {
        let starts = |e: &&timeline::Event| e.what == What::WaitStarted { wait };
        recording.events.iter().find(starts).map_or(0, |e| e.at)
    };
    let mut told = Vec::new();
    for event in &recording.events {
        let What::Woken {
            task: woken,
            cause: Cause::Timer { wait },
            redundant,
        } = &event.what
        else {
            continue;
        };
        if *woken != task {
            continue;
        }
        let which = wait.map_or("unknown".to_owned(), |id| {
            let wait = recording.wait(id);
            let name = wait.label.as_ref().unwrap_or(&wait.operation);
            let until = wait.deadline.map(|d| d / 1000);
            format!("{name} {}–{}", began(id) / 1000, until.unwrap_or(0))
        });
        let again = if *redundant { ", once more" } else { "" };
        told.push(format!("{}: {which}{again}", event.at / 1000));
    }
    told
}

#[test]
fn of_timers_that_run_out_together_each_wakes_once_in_the_order_of_setting() {
    let recording = run(async {
        tokio::join!(sleep(ms(200)), sleep(ms(100)), async {
            sleep(ms(30)).await;
            sleep(ms(70)).await;
        });
    });
    assert_eq!(
        woken(&recording, "main"),
        [
            "30: sleep 0–30",
            "100: sleep 0–100",
            "100: sleep 30–100, once more",
            "200: sleep 0–200",
        ]
    );
}

#[test]
fn a_timer_that_ran_out_and_was_not_looked_at_does_not_wake_again() {
    let recording = run(async {
        let mut early = pin!(sleep(ms(10)));
        tokio::select! {
            biased;
            () = &mut early => {}
            () = sleep(ms(5)) => {}
        }
        sleep(ms(20)).await;
        early.await;
        sleep(ms(20)).await;
    });
    assert_eq!(
        woken(&recording, "main"),
        [
            "5: sleep 0–5",
            "10: sleep 0–10",
            "25: sleep 5–25",
            "45: sleep 25–45",
        ]
    );
}

#[test]
fn a_timer_that_was_asked_with_nobodys_waker_wakes_nobody() {
    let recording = run(async {
        let mut nobody = Context::from_waker(Waker::noop());
        let mut pause = pin!(sleep(ms(10)));
        assert!(pause.as_mut().poll(&mut nobody).is_pending());
        sleep(ms(20)).await;
        let mut other = pin!(sleep(ms(10)));
        assert!(other.as_mut().poll(&mut nobody).is_pending());
        // From now on, it keeps the task's own.
        other.await;
    });
    assert_eq!(
        woken(&recording, "main"),
        ["20: sleep 0–20", "30: sleep 20–30"]
    );
}

#[test]
fn a_set_of_futures_is_woken_by_the_first_of_its_timers_and_its_task_by_its_own() {
    async fn fetch() {
        sleep(ms(10)).await;
        sleep(ms(20)).await;
    }
    let recording = run(async {
        let mut files = pin!(stream::iter(0..4).map(|_| fetch()).buffered(2));
        while files.next().await.is_some() {
            sleep(ms(50)).await;
        }
    });
    // Two are done at 30, and one is given out. The other one waits until the loop comes back for it, and so do those that
    // come after it.
    assert_eq!(
        woken(&recording, "main"),
        [
            "10: sleep 0–10",
            "30: sleep 10–30",
            "80: sleep 30–80",
            "130: sleep 80–130",
            "140: sleep 130–140",
            "160: sleep 140–160",
            "210: sleep 160–210",
            "260: sleep 210–260",
        ]
    );
}

#[test]
fn a_future_of_a_set_that_is_woken_already_is_not_woken_again() {
    /// Waits for both at once: when the first has run out, the second wakes nobody until the future was polled.
    async fn both(one: u64, other: u64) {
        tokio::join!(sleep(ms(one)), async {
            sleep(ms(other)).await;
        });
    }
    let recording = run(async {
        let calls = [both(5, 40), both(5, 20), both(30, 90)];
        let mut calls = pin!(stream::iter(calls).buffer_unordered(3));
        // Polls the set once, in which it has no more than a look at the first.
        poll_fn(|cx| {
            assert!(calls.as_mut().poll_next_unpin(cx).is_pending());
            Poll::Ready(())
        })
        .await;
        sleep(ms(60)).await;
        while calls.next().await.is_some() {}
    });
    // The waker of the set is used up at 5. At 90, those that ran out in the meantime are long over.
    assert_eq!(
        woken(&recording, "main"),
        ["5: sleep 0–5", "60: sleep 0–60", "90: sleep 0–90"]
    );
}

#[test]
fn where_one_timer_may_have_found_its_future_woken_none_is_named() {
    async fn two(one: u64, other: u64) {
        tokio::join!(sleep(ms(one)), async {
            sleep(ms(other)).await;
        });
    }
    let recording = run(async {
        let mut calls = pin!(
            stream::iter([
                two(10, 20).boxed(),
                sleep(ms(10)).boxed(),
                two(40, 20).boxed()
            ])
            .buffer_unordered(3)
        );
        // The second is given out while the first, woken before it, was polled; both wake at 10.
        while calls.next().await.is_some() {
            sleep(ms(1)).await;
        }
    });
    let all = woken(&recording, "main");
    assert_eq!(all[0], "10: sleep 0–10", "{all:?}");
    let wrong = |told: &&String| {
        let (at, rest) = told.split_once(": ").expect("it is told so");
        let until = rest.trim_end_matches(", once more").split('–').nth(1);
        until.is_some_and(|until| until != at)
    };
    assert_eq!(all.iter().find(wrong), None, "{all:?}");
}

#[test]
fn a_timeout_and_what_it_limits_are_told_apart() {
    let recording = run(async {
        let _ = timeout(ms(50), async {
            sleep(ms(20)).await;
            sleep(ms(60)).await;
        })
        .await;
        timeout(ms(50), sleep(ms(50))).await.unwrap();
    });
    assert_eq!(
        woken(&recording, "main"),
        [
            "20: sleep 0–20",
            "50: timeout 0–50",
            "100: sleep 50–100",
            "100: timeout 50–100, once more",
        ]
    );
}

#[test]
fn an_interval_beside_a_sleep_is_named_for_its_own_ticks() {
    let recording = run(async {
        let mut ticks = interval(ms(20));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let mut end = pin!(sleep(ms(70)));
        loop {
            tokio::select! {
                _ = ticks.tick() => sleep(ms(5)).await,
                () = &mut end => break,
            }
        }
    });
    assert_eq!(
        woken(&recording, "main"),
        [
            "5: sleep 0–5",
            "20: Interval::tick 5–20",
            "25: sleep 20–25",
            "40: Interval::tick 25–40",
            "45: sleep 40–45",
            "60: Interval::tick 45–60",
            "65: sleep 60–65",
            "70: sleep 5–70",
        ]
    );
}

#[test]
fn a_label_has_the_timers_inside_of_it() {
    let recording = run(async {
        let call = label("call", async {
            sleep(ms(10)).await;
            sleep(ms(20)).await;
        });
        tokio::join!(call, sleep(ms(15)), label("other", sleep(ms(30))));
    });
    let told: Vec<_> = woken(&recording, "main")
        .into_iter()
        .map(|told| told.split(['–', ',']).next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(
        told,
        ["10: call 0", "15: sleep 0", "30: other 0", "30: call 0"]
    );
}

#[test]
fn a_timer_that_is_set_anew_wakes_at_its_new_time() {
    let recording = run(async {
        let mut pause = pin!(sleep(ms(10)));
        tokio::select! {
            () = &mut pause => unreachable!("it is the later one"),
            () = sleep(ms(5)) => {}
        }
        pause.as_mut().reset(Instant::now() + ms(25));
        // It keeps the waker that it had: nobody awaits it, and it wakes all the same.
        sleep(ms(40)).await;
        pause.as_mut().reset(Instant::now() + ms(10));
        pause.await;
    });
    assert_eq!(
        woken(&recording, "main"),
        [
            "5: sleep 0–5",
            "30: unknown",
            "45: sleep 5–45",
            "55: sleep 45–55",
        ]
    );
}

#[test]
fn of_a_timer_that_was_put_off_and_others_none_is_named_where_they_meet() {
    let recording = run(async {
        let mut pause = pin!(sleep(ms(10)));
        tokio::select! {
            () = &mut pause => unreachable!("it is the later one"),
            () = sleep(ms(5)) => {}
        }
        pause.as_mut().reset(Instant::now() + ms(25));
        tokio::join!(pause, sleep(ms(25)), sleep(ms(26)));
    });
    assert_eq!(
        woken(&recording, "main"),
        [
            "5: sleep 0–5",
            "30: unknown",
            "30: unknown, once more",
            "31: sleep 5–31",
        ]
    );
}

#[test]
fn when_the_program_moves_the_clock_timers_run_out_in_the_order_of_their_deadlines() {
    let recording = run(async {
        let moves = async {
            sleep(ms(1)).await;
            time::advance(ms(100)).await;
        };
        tokio::join!(sleep(ms(90)), sleep(ms(20)), sleep(ms(20)), moves);
    });
    assert_eq!(
        woken(&recording, "main"),
        [
            "1: sleep 0–1",
            "101: sleep 0–20",
            "101: sleep 0–20, once more",
            "101: sleep 0–90, once more",
        ]
    );
}

#[test]
fn the_timer_of_a_local_task_is_not_one_of_the_task_that_drives_it() {
    let recording = run(async {
        let local = LocalSet::new();
        let inside = async {
            let task = tokio::task::spawn_local(sleep(ms(10)));
            sleep(ms(10)).await;
            sleep(ms(10)).await;
            task.await.unwrap();
        };
        local.run_until(inside).await;
    });
    assert!(
        woken(&recording, "main")
            .iter()
            .all(|told| told.contains("unknown")
                || told.starts_with("10: sleep 0–10")
                || told.starts_with("20: sleep 10–20")),
        "{}",
        told(&recording)
    );
}

#[test]
fn a_timer_that_wakes_through_a_waker_of_the_programs_own_is_named_if_it_is_the_only_one() {
    struct Through(Waker);
    impl Wake for Through {
        fn wake(self: Arc<Self>) {
            self.0.wake_by_ref();
        }
    }
    async fn through(mut future: impl Future<Output = ()> + Unpin) {
        poll_fn(|cx| {
            let waker = Waker::from(Arc::new(Through(cx.waker().clone())));
            future.poll_unpin(&mut Context::from_waker(&waker))
        })
        .await;
    }
    let recording = run(async {
        through(Box::pin(sleep(ms(10)))).await;
        tokio::join!(
            through(Box::pin(sleep(ms(10)))),
            through(Box::pin(sleep(ms(10)))),
            sleep(ms(20)),
        );
    });
    assert_eq!(
        woken(&recording, "main"),
        [
            "10: sleep 0–10",
            "20: unknown",
            "20: unknown, once more",
            "30: sleep 10–30",
        ]
    );
}

#[test]
fn on_the_real_clock_a_timer_is_named_that_no_other_one_is_near() {
    let program = async {
        let now = Instant::now();
        tokio::join!(
            sleep_until(now + ms(30)),
            sleep_until(now + Duration::from_micros(30_200)),
            sleep_until(now + ms(60)),
        );
    };
    let recorder = timeline::Recorder::new().clock(Clock::Real);
    let run = recorder.record(program).expect("it can be recorded");
    // However late the machine is: they come in the order of their deadlines.
    let told = woken(&run.recording, "main");
    let which: Vec<_> = told.iter().filter_map(|t| t.split(": ").nth(1)).collect();
    let first_word = |told: &&str| told.split([' ', ',']).next().unwrap_or_default().to_owned();
    let words: Vec<String> = which.iter().map(first_word).collect();
    assert_eq!(words, ["unknown", "unknown", "sleep"], "{told:?}");
}
