//! The checks of `block_on`. They look at the thread that it is called on, and at the polls of its future.

use super::answer;
use checks::prelude::*;
use checks::{Thread, apart, helper};
use std::cell::Cell;
use std::future::poll_fn;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};
use std::thread;

/// How often a future that nobody woke may be polled: `park` may return without a reason.
const SPURIOUS: usize = 10;

/// How many looks in a row must find the thread asleep, without a poll, before its future is woken.
const LOOKS: usize = 10;

/// What a future that waits for another thread has seen of the executor.
#[derive(Default)]
struct Seen {
    polls: AtomicUsize,
    is_woken: AtomicBool,
    was_asleep: AtomicBool,
    /// It was polled more than [`SPURIOUS`] times, though nobody had woken it.
    is_impatient: AtomicBool,
}

/// Wakes the future when its thread sleeps, or when that is not to be expected any more.
fn wake_when_asleep(seen: &Seen, sleeper: &Thread, waker: &Waker) {
    let (mut asleep, mut looks, before) = (0, 0, seen.polls.load(SeqCst));
    let mut polls = before;
    while asleep < LOOKS {
        thread::sleep(ms(5));
        let now = seen.polls.load(SeqCst);
        if now > before + SPURIOUS {
            seen.is_impatient.store(true, SeqCst);
            break;
        }
        let is_asleep = sleeper.is_asleep();
        if is_asleep == Some(true) {
            seen.was_asleep.store(true, SeqCst);
        }
        // A system that does not tell who sleeps: half a second without a poll is as good.
        looks += usize::from(is_asleep.is_none());
        asleep = if now == polls && (is_asleep == Some(true) || looks > 100) {
            asleep + 1
        } else {
            0
        };
        polls = now;
    }
    seen.is_woken.store(true, SeqCst);
    waker.wake_by_ref();
}

/// A future that is woken by another thread that often, each time when its own thread sleeps; ready after the last time.
async fn woken_later(times: usize, seen: Arc<Seen>) {
    for _ in 0..times {
        seen.is_woken.store(false, SeqCst);
        let mut is_first = true;
        poll_fn(|cx| {
            seen.polls.fetch_add(1, SeqCst);
            if seen.is_woken.load(SeqCst) {
                return Poll::Ready(());
            }
            if std::mem::take(&mut is_first) {
                let (seen, sleeper, waker) = (seen.clone(), Thread::this(), cx.waker().clone());
                helper(move || wake_when_asleep(&seen, &sleeper, &waker));
            }
            Poll::Pending
        })
        .await;
    }
}

/// A future that is woken within each of its first polls, by its own thread or by another one.
async fn woken_while_polled(times: usize, by_another_thread: bool) {
    let mut left = times;
    poll_fn(|cx| {
        if left == 0 {
            return Poll::Ready(());
        }
        left -= 1;
        let waker = cx.waker().clone();
        if by_another_thread {
            thread::spawn(move || waker.wake())
                .join()
                .expect("waking does not panic");
        } else {
            waker.wake();
        }
        Poll::Pending
    })
    .await;
}

checks! {
    /// a future that is ready gives its output, after one poll
    fn ready_at_once() {
        let done = apart(|| {
            // Neither `Send` nor `'static`, which nobody needs here.
            let polls = Rc::new(Cell::new(0));
            let text = "sunny".to_owned();
            let future = poll_fn(|_| {
                polls.set(polls.get() + 1);
                Poll::Ready(text.as_str())
            });
            (answer::block_on(future).to_owned(), polls.get())
        })?;
        let Some((output, polls)) = done else {
            return Err(Refusal::new("the future was ready at once, and your thread sleeps"));
        };
        value("what comes back", &output, &"sunny".to_owned())?;
        value("the number of polls of a future that is ready at once", &polls, &1)?;
    }

    /// a wake that comes while the future is polled is not lost
    fn woken_early() {
        for by_another_thread in [false, true] {
            let done = apart(move || answer::block_on(woken_while_polled(3, by_another_thread)))?;
            if done.is_none() {
                return Err(Refusal::new(
                    "the future was woken while it was polled, and your thread sleeps all the same: a wake that comes before \
                     the thread sleeps must not be lost, nor have to wait for a lock that the thread holds while it polls",
                ));
            }
        }
    }

    /// while the future waits, the thread sleeps, and a wake from another thread ends that
    fn woken_late() {
        let seen = Arc::new(Seen::default());
        let done = apart({
            let seen = seen.clone();
            move || answer::block_on(woken_later(3, seen))
        })?;
        if seen.is_impatient.load(SeqCst) {
            let how = if seen.was_asleep.load(SeqCst) {
                "it sleeps, and looks again from time to time, where it should sleep until somebody wakes it"
            } else {
                "it keeps the processor busy while the future waits"
            };
            return Err(Refusal::new(format!(
                "your executor polls a future over and over that nobody has woken: {how}"
            )));
        }
        if done.is_none() {
            return Err(Refusal::new("the future was woken by another thread, and your thread sleeps on"));
        }
    }

    /// a waker may be called when all is over
    fn woken_too_late() {
        let done = apart(|| {
            let kept = Arc::new(Mutex::new(None));
            answer::block_on(poll_fn({
                let kept = kept.clone();
                let mut is_first = true;
                move |cx| {
                    *kept.lock().expect("nobody panics with it") = Some(cx.waker().clone());
                    cx.waker().wake_by_ref();
                    if std::mem::take(&mut is_first) { Poll::Pending } else { Poll::Ready(()) }
                }
            }));
            let waker = kept.lock().expect("nobody panics with it").take();
            waker.expect("it was kept").wake();
            answer::block_on(woken_while_polled(1, false)); // and it does not disturb the next one
        });
        let done = done.map_err(|refusal| {
            Refusal::new(format!("a waker that is called when all is over panics; {}", refusal.sentence))
        })?;
        if done.is_none() {
            return Err(Refusal::new("after a waker was called too late, the next `block_on` never comes to its end"));
        }
    }

    /// two of them on two threads do not disturb each other
    fn two_threads() {
        let run = || {
            let seen = Arc::new(Seen::default());
            move || apart(move || answer::block_on(woken_later(2, seen)))
        };
        let other = thread::spawn(run());
        let one = run()();
        let other = other.join().expect("a refusal is no panic");
        if one?.is_none() || other?.is_none() {
            return Err(Refusal::new("of two threads that call your `block_on`, one sleeps for ever: do they share something?"));
        }
    }
}
