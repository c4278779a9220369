//! The checks of `be_fair`.

use super::answer;
use checks::prelude::*;
use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;
use tokio::time::Instant;

const PAGES: u32 = 300;

/// What happened while the pages were read.
struct Reading {
    sum: u64,
    pages: Vec<u32>,
    took: Duration,
    /// The longest time for which somebody else was ready and had no turn.
    longest_wait: Duration,
    /// Somebody else had a turn before the first page.
    stepped_aside_first: bool,
}

/// Somebody who wants a turn now and then.
#[derive(Default)]
struct Other {
    turn: Notify,
    is_over: AtomicBool,
    waits: Mutex<Waits>,
}

#[derive(Default)]
struct Waits {
    since: Option<Instant>,
    longest: Duration,
}

impl Other {
    fn becomes_ready(&self) {
        let since = &mut self.waits.lock().expect("nobody panics with it").since;
        since.get_or_insert_with(Instant::now);
        self.turn.notify_one();
    }

    fn has_a_turn(&self) {
        let mut waits = self.waits.lock().expect("nobody panics with it");
        let waited = waits
            .since
            .take()
            .map_or(Duration::ZERO, |since| since.elapsed());
        waits.longest = waits.longest.max(waited);
    }
}

fn read_all(pages: u32) -> Result<Run<Reading>, Refusal> {
    observe(async |_| {
        // Somebody else, who is made ready by each page, and notes how long it took to get a turn.
        let other = Arc::new(Other::default());
        let waiting = tokio::spawn({
            let other = other.clone();
            async move {
                loop {
                    other.turn.notified().await;
                    other.has_a_turn();
                    if other.is_over.load(SeqCst) {
                        break;
                    }
                }
            }
        });
        let first = Arc::new(AtomicBool::new(false));
        tokio::spawn({
            let first = first.clone();
            async move { first.store(true, SeqCst) }
        });
        let (read, stepped_aside_first) = (RefCell::new(Vec::new()), Cell::new(false));
        let begin = Instant::now();
        let sum = answer::be_fair(pages, |page| {
            if read.borrow().is_empty() {
                stepped_aside_first.set(first.load(SeqCst));
            }
            read.borrow_mut().push(page);
            other.becomes_ready();
            world::compute(ms(10));
            u64::from(page)
        })
        .await;
        let took = begin.elapsed();
        other.is_over.store(true, SeqCst);
        other.turn.notify_one();
        waiting.await.expect("it does not panic");
        let longest_wait = other.waits.lock().expect("nobody panics with it").longest;
        let (pages, stepped_aside_first) = (read.take(), stepped_aside_first.get());
        Reading {
            sum,
            pages,
            took,
            longest_wait,
            stepped_aside_first,
        }
    })
}

checks! {
    /// every page is read, once and in order, and the sum comes back
    fn the_sum() {
        let reading = read_all(PAGES)?.output;
        let all: Vec<u32> = (0..PAGES).collect();
        if reading.pages != all {
            let sentence = "the pages are to be read one after the other, each once";
            return Err(Refusal::new(sentence).showing("0, 1, 2 … 299", format!("{:?}", reading.pages)));
        }
        value("the sum", &reading.sum, &u64::from(PAGES * (PAGES - 1) / 2))?;
    }

    /// no book at all is no work at all
    fn no_pages() {
        let reading = read_all(0)?.output;
        value("the sum of no pages", &reading.sum, &0)?;
        value("the time for no pages", &reading.took, &Duration::ZERO)?;
    }

    /// nobody waits without an `.await`
    fn without_blocking() {
        read_all(PAGES)?.never_holds_the_thread()?;
    }

    /// it takes as long as the work takes
    fn no_longer() {
        let took = read_all(PAGES)?.output.took;
        let work = ms(10) * PAGES;
        if took != work {
            return Err(Refusal::new(format!(
                "the pages took {}, where the work takes {}: to let others in must not cost time of its own",
                time(took),
                time(work)
            )));
        }
    }

    /// nobody else has to wait for longer than 50 ms
    fn others_have_their_turn() {
        let reading = read_all(PAGES)?.output;
        let (waited, work) = (reading.longest_wait, ms(10) * PAGES);
        if waited <= ms(50) {
            return Ok(());
        }
        let sentence = if waited < work {
            format!("others had to wait for {}, until your loop let go of its thread", time(waited))
        } else if reading.stepped_aside_first {
            format!("your function steps aside before its work, and then never again: others had to wait for {}", time(waited))
        } else {
            format!("your loop never lets go of its thread: others had to wait for {}", time(waited))
        };
        return Err(Refusal::new(sentence).showing("at most 50 ms", time(waited)));
    }
}
