//! The checks of `paginate`.

use super::answer;
use checks::prelude::*;
use futures::StreamExt;
use std::pin::pin;
use world::Service;

type Entries = Vec<Result<String, Failure>>;

/// An archive of these pages, each after 100 ms. `!` stands for a page that cannot be read.
fn archive(world: &World, pages: &'static [&'static str]) -> Service {
    world
        .service("archive")
        .latency(ms(100))
        .answer_with(move |asked| {
            let number = asked
                .request
                .parse::<usize>()
                .ok()
                .and_then(|number| number.checked_sub(1));
            match number.and_then(|number| pages.get(number)) {
                Some(&"!") => Err(format!("page {} cannot be read", asked.request)),
                Some(page) => Ok((*page).to_owned()),
                None => Err(format!("there is no page {}", asked.request)),
            }
        })
}

/// The first `most` entries. After all of it, the stream is kept for another second, and nobody asks.
fn read(pages: &'static [&'static str], most: usize) -> Result<Run<Entries>, Refusal> {
    observe(async |world| {
        let mut entries = pin!(answer::paginate(archive(&world, pages)));
        let mut read = Vec::new();
        while read.len() < most {
            match entries.next().await {
                Some(entry) => read.push(entry),
                None => break,
            }
        }
        tokio::time::sleep(ms(1000)).await;
        read
    })
}

/// The entries, and of a failure the reason.
fn words(entries: &Entries) -> Vec<&str> {
    entries
        .iter()
        .map(|entry| {
            entry
                .as_ref()
                .map_or_else(|failure| failure.reason.as_str(), String::as_str)
        })
        .collect()
}

const PAGES: &[&str] = &["ada grace >2", "alan edsger >3", "barbara"];

checks! {
    /// the entries of all pages, in order
    fn all_of_them() {
        let run = read(PAGES, 12)?;
        list("item", &words(&run.output), &["ada", "grace", "alan", "edsger", "barbara"])?;
    }

    /// each page is asked for once, one after the other, and none behind the last
    fn each_page_once() {
        let run = read(PAGES, 12)?;
        expect!(run.journal, @"
        archive 1 │━━━━━━━━━━━●                         │ 0–100 ms
        archive 2 │            ━━━━━━━━━━━━●            │ 100–200 ms
        archive 3 │                         ━━━━━━━━━━━●│ 200–300 ms
        ");
    }

    /// nothing is asked for before somebody asks
    fn lazy() {
        let run = read(PAGES, 0)?;
        if let Some(call) = run.journal.calls().first() {
            return Err(Refusal::new(format!("page {} was asked for before anybody had asked for an entry", call.request)));
        }
    }

    /// a page is asked for when its first entry is, and not before
    fn as_asked_for() {
        for (most, pages) in [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3)] {
            let run = read(PAGES, most)?;
            let calls = run.journal.calls().len();
            if calls > pages {
                let first = match most {
                    1 => "the first entry lies".to_owned(),
                    _ => format!("the first {} lie", count(most, "item")),
                };
                return Err(Refusal {
                    actual: Some(run.journal.to_string()),
                    ..Refusal::new(format!(
                        "{} on {}, and {} were asked for", first, count(pages, "page"), count(calls, "page")
                    ))
                });
            }
        }
    }

    /// the next page is the one that stands behind the `>`
    fn as_it_is_called() {
        let run = read(&["ada >3", "barbara", "alan >2"], 12)?;
        if run.journal.calls().get(1).is_some_and(|call| call.request != "3") {
            return Err(Refusal {
                actual: Some(run.journal.to_string()),
                ..Refusal::new("page 1 ends with `>3`, and another page was asked for behind it")
            });
        }
        list("item", &words(&run.output), &["ada", "alan", "barbara"])?;
    }

    /// an empty page is not the end
    fn empty_pages() {
        let run = read(&["ada >2", ">3", "grace >4", ""], 12)?;
        list("item", &words(&run.output), &["ada", "grace"])?;
        let run = read(&[""], 12)?;
        list("item", &words(&run.output), &[""; 0])?;
    }

    /// a failure comes behind the entries that are there, and is the last item
    fn failures() {
        let run = read(&["ada grace >2", "!", "barbara"], 12)?;
        if run.output.len() > 3 && run.output[2].is_err() {
            return Err(Refusal {
                actual: Some(run.journal.to_string()),
                ..Refusal::new("the failure is to be the last item, and your stream goes on behind it")
            });
        }
        list("item", &words(&run.output), &["ada", "grace", "page 2 cannot be read"])?;
        let run = read(&["!"], 12)?;
        list("item", &words(&run.output), &["page 1 cannot be read"])?;
    }
}
