//! Three stages that work at the same time.
//!
//! **Why it matters.** A page is fetched, parsed and stored. While one is being stored, the next one
//! could be parsed, and the one after that fetched. That is a production line: its speed is that of
//! the slowest stage. And without a limit between the stages, everything piles up in front of it.
//!
//! **What to do.** For each page: `fetch.call(&page)` gives a text, `parse.call(&text)` gives links,
//! `store.call(&links)` gives a receipt. Return the receipts, in the order of the pages.
//!
//! - Each stage works on one page at a time, and all stages work at the same time.
//! - At most `room` pages lie between one stage and the next. A stage that is done with a page waits
//!   with it in hand while there is no room. `room` is at least 1.
//! - A page that fails at some stage goes no further; the others do.

use world::Service;

pub async fn pipeline(
    pages: Vec<String>,
    fetch: Service,
    parse: Service,
    store: Service,
    room: usize,
) -> Vec<String> {
    // TODO: while a page is parsed, nobody fetches
    let _ = room;
    let mut receipts = Vec::new();
    for page in pages {
        let Ok(text) = fetch.call(&page).await else {
            continue;
        };
        let Ok(links) = parse.call(&text).await else {
            continue;
        };
        receipts.extend(store.call(&links).await);
    }
    receipts
}
