//! The paused clock. With closures on the pool for blocking work, it stands still while one of them works, and goes on when
//! all of them wait for somebody who waits for the clock. And what is recorded where the program moves it by hand.
#![cfg(target_os = "linux")]

use std::{
    pin::pin,
    sync::{Arc, Condvar, Mutex, mpsc},
    task::{Context, Waker},
    thread,
    time::Duration,
};

use timeline::What;
use timeline::assert::{millis, program, task};
use tokio::{
    runtime::Handle,
    task::spawn_blocking,
    time::{Instant, advance, sleep},
};

#[test]
fn a_closure_that_waits_for_a_task_that_sleeps_gets_what_it_waits_for() {
    let run = timeline::record(async {
        let (tx, rx) = mpsc::channel();
        let sum = spawn_blocking(move || rx.iter().sum::<u32>());
        let feeder = tokio::spawn(async move {
            for n in [1, 2, 3] {
                sleep(millis(20)).await;
                tx.send(n).unwrap();
            }
        });
        feeder.await.unwrap();
        sum.await.unwrap()
    })
    .unwrap();
    assert_eq!(run.output, Some(6));
    run.assert(program().took(millis(60)));
}

#[test]
fn a_closure_can_sleep_on_the_runtimes_clock() {
    let run = timeline::record(async {
        let handle = Handle::current();
        let ticker = tokio::spawn(async {
            for _ in 0..3 {
                sleep(millis(30)).await;
            }
        });
        let slept = spawn_blocking(move || {
            handle.block_on(async {
                let begin = Instant::now();
                sleep(millis(50)).await;
                begin.elapsed()
            })
        });
        let slept = slept.await.unwrap();
        ticker.await.unwrap();
        slept
    })
    .unwrap();
    assert_eq!(run.output, Some(millis(50)));
    run.assert(program().took(millis(90)));
}

#[test]
fn closures_that_wait_for_one_another_and_for_the_clock() {
    let run = timeline::record(async {
        let door = Arc::new((Mutex::new(false), Condvar::new()));
        let waiters: Vec<_> = (0..2)
            .map(|_| {
                let door = door.clone();
                spawn_blocking(move || {
                    let open = door.1.wait_while(door.0.lock().unwrap(), |open| !*open);
                    drop(open);
                })
            })
            .collect();
        let opener = {
            let (tx, rx) = mpsc::channel();
            let door = door.clone();
            let thread = spawn_blocking(move || {
                rx.recv().unwrap();
                *door.0.lock().unwrap() = true;
                door.1.notify_all();
            });
            sleep(millis(1500)).await;
            tx.send(()).unwrap();
            thread
        };
        opener.await.unwrap();
        for waiter in waiters {
            waiter.await.unwrap();
        }
    })
    .unwrap();
    let told = timeline::explain(&run.recording);
    assert_eq!(run.output, Some(()), "{told:#?}");
    run.assert(program().took(millis(1500)));
}

#[test]
fn the_clock_stands_still_while_a_closure_works() {
    let run = timeline::record(async {
        let (tx, rx) = mpsc::channel();
        let waits = spawn_blocking(move || rx.recv().unwrap());
        let works = spawn_blocking(move || {
            // For the system, this thread does something: it comes back by itself.
            thread::sleep(Duration::from_millis(30));
            tx.send(()).unwrap();
        });
        let timer = tokio::spawn(sleep(millis(10)));
        works.await.unwrap();
        waits.await.unwrap();
        timer.abort();
    })
    .unwrap();
    run.assert(program().took(millis(0)));
    run.assert(task("main").ended().at(millis(0)));
}

#[test]
fn a_clock_that_is_moved_in_the_middle_of_a_poll_is_asked_again() {
    let run = timeline::record(async {
        // Nobody gives way here, and so nothing but the clock tells that it is later.
        let _ = pin!(advance(millis(300))).poll(&mut Context::from_waker(Waker::noop()));
        let spawned = tokio::spawn(async {});
        sleep(millis(100)).await;
        spawned.await.unwrap();
    })
    .unwrap();
    let recording = &run.recording;
    let spawned = recording
        .events
        .iter()
        .filter_map(|event| match event.what {
            What::TaskSpawned { .. } => Some(event.at),
            _ => None,
        });
    assert_eq!(spawned.collect::<Vec<_>>(), [0, 300_000]);
    assert_eq!(recording.waits[0].deadline, Some(400_000));
    run.assert(program().took(millis(400)));
}
