//! The checks of `run_queue`. Each runs on a thread of its own, because a queue may lock itself out.

use super::answer::RunQueue;
use checks::apart;
use checks::prelude::*;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};

/// What the tasks of one queue do: who was polled, in order, and the waker of each.
#[derive(Clone, Default)]
struct Log {
    polls: Arc<Mutex<Vec<usize>>>,
    wakers: Arc<Mutex<Vec<Option<Waker>>>>,
}

impl Log {
    /// A task that ends with its poll number `polls`, and does `during` in each.
    fn task(
        &self,
        number: usize,
        polls: usize,
        mut during: impl FnMut(&Waker) + Send + 'static,
    ) -> impl Future<Output = ()> + Send + 'static {
        let log = self.clone();
        let mut nth = 0;
        poll_fn(move |cx| {
            log.polls
                .lock()
                .expect("nobody panics with it")
                .push(number);
            let mut wakers = log.wakers.lock().expect("nobody panics with it");
            if wakers.len() <= number {
                wakers.resize(number + 1, None);
            }
            wakers[number] = Some(cx.waker().clone());
            drop(wakers);
            nth += 1;
            if nth <= polls.min(ENOUGH) {
                during(cx.waker());
            }
            if nth < polls {
                Poll::Pending
            } else {
                Poll::Ready(())
            }
        })
    }

    fn wake(&self, number: usize) {
        let waker = self
            .wakers
            .lock()
            .expect("nobody panics with it")
            .get(number)
            .cloned()
            .flatten();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Who was polled since the last time.
    fn polls(&self) -> Vec<usize> {
        std::mem::take(&mut *self.polls.lock().expect("nobody panics with it"))
    }
}

const NEVER: usize = usize::MAX;

/// After so many polls a task does nothing any more: a queue that polls too much is told so, and comes to an end.
const ENOUGH: usize = 3;

fn nothing(_: &Waker) {}

fn wakes_itself(waker: &Waker) {
    waker.wake_by_ref();
}

/// Refuses the answer with this sentence unless these are the polls.
fn polled(got: &[usize], expected: &[usize], sentence: &str) -> Result<(), Refusal> {
    if got == expected {
        return Ok(());
    }
    let tasks = |polls: &[usize]| match polls {
        [] => "nobody is polled".to_owned(),
        _ => {
            let names: Vec<_> = polls
                .iter()
                .map(|number| format!("task {number}"))
                .collect();
            format!("polls of {}", names.join(", "))
        }
    };
    Err(Refusal::new(sentence).showing(tasks(expected), tasks(got)))
}

/// Runs this on a thread of its own; `stuck` says why it may never come to its end.
fn run<T: Send + 'static>(
    stuck: &str,
    work: impl FnOnce(Log, Arc<RunQueue>) -> T + Send + 'static,
) -> Result<T, Refusal> {
    let done = apart(|| work(Log::default(), Arc::new(RunQueue::new())))?;
    done.ok_or_else(|| {
        Refusal::new(format!(
            "your queue never comes to an end {stuck}: does it hold a lock while it polls?"
        ))
    })
}

checks! {
    /// each task is polled, in the order of spawning, and once as long as nobody wakes it
    fn first_polls() {
        let (left, polls, later) = run("with three tasks that wait", |log, queue| {
            for number in [1, 2, 3] {
                queue.spawn(log.task(number, NEVER, nothing));
            }
            let left = queue.run();
            let polls = log.polls();
            queue.run();
            (left, polls, log.polls())
        })?;
        polled(&polls, &[1, 2, 3], "a new task is ready, and `run` polls whoever is ready, in order")?;
        polled(&later, &[], "a task was polled that nobody had woken")?;
        value("the number of tasks that have not ended", &left, &3)?;
    }

    /// only who was woken is polled again, by whatever thread
    fn only_who_was_woken() {
        let polls = run("with a task that was woken by another thread", |log, queue| {
            for number in [1, 2, 3] {
                queue.spawn(log.task(number, NEVER, nothing));
            }
            queue.run();
            log.polls();
            let other = log.clone();
            std::thread::spawn(move || other.wake(2)).join().expect("waking does not panic");
            queue.run();
            log.polls()
        })?;
        let sentence = if polls.len() > 1 { "a task was polled that nobody had woken" } else { "a task was woken, and not polled" };
        polled(&polls, &[2], sentence)?;
    }

    /// a task that ends is gone
    fn ends() {
        let (left, polls) = run("with tasks that end", |log, queue| {
            queue.spawn(log.task(1, 1, nothing));
            queue.spawn(log.task(2, 2, nothing));
            let before = queue.run();
            log.wake(1); // too late
            log.wake(2);
            log.polls();
            ((before, queue.run()), log.polls())
        })?;
        let sentence = if polls.contains(&1) { "a task was polled after it had ended" } else { "a task was woken, and not polled" };
        polled(&polls, &[2], sentence)?;
        value("the numbers of tasks that have not ended, before and after", &left, &(1, 0))?;
    }

    /// a wake during a task's own poll is not lost
    fn wakes_itself_while_polled() {
        let (left, polls, later) = run("when a task wakes itself while it is polled", |log, queue| {
            queue.spawn(log.task(1, 3, wakes_itself));
            let left = queue.run();
            let polls = log.polls();
            queue.run();
            (left, polls, log.polls())
        })?;
        let sentence = if later.is_empty() {
            "a task was woken while it was polled, and that wake is lost: nobody polls the task any more"
        } else {
            "a task that was woken during `run` has to wait for the next call of it: `run` is to go on until nobody is ready"
        };
        polled(&polls, &[1, 1, 1], sentence)?;
        value("the number of tasks that have not ended", &left, &0)?;
    }

    /// tasks can wake one another while they run
    fn wake_one_another() {
        let polls = run("when a task wakes another one", |log, queue| {
            let mutual = log.clone();
            queue.spawn(log.task(1, NEVER, nothing));
            queue.spawn(log.task(2, NEVER, move |_| mutual.wake(1)));
            queue.run();
            log.polls()
        })?;
        polled(&polls, &[1, 2, 1], "a task that another one woke during `run` was not polled before it returned")?;
    }

    /// who wakes itself stands behind those who were ready before
    fn take_turns() {
        let polls = run("with two tasks that wake themselves", |log, queue| {
            for number in [1, 2] {
                queue.spawn(log.task(number, 3, wakes_itself));
            }
            queue.run();
            log.polls()
        })?;
        polled(&polls, &[1, 2, 1, 2, 1, 2], "the tasks do not take turns: one that wakes itself must wait behind those that are ready")?;
    }

    /// who is woken twice is polled once
    fn woken_twice() {
        let polls = run("with a task that is woken twice", |log, queue| {
            queue.spawn(log.task(1, NEVER, nothing));
            queue.run();
            log.polls();
            log.wake(1);
            log.wake(1);
            queue.run();
            log.polls()
        })?;
        polled(&polls, &[1], "a task was woken twice before it was polled, and then polled twice")?;
    }

    /// a task may spawn others
    fn spawns() {
        let (left, polls) = run("when a task spawns another one", |log, queue| {
            let (inner, target) = (log.clone(), queue.clone());
            queue.spawn(log.task(1, 1, move |_| target.spawn(inner.task(2, 1, nothing))));
            (queue.run(), log.polls())
        })?;
        polled(&polls, &[1, 2], "a task that was spawned by another one is to be polled in the same `run`")?;
        value("the number of tasks that have not ended", &left, &0)?;
    }
}
