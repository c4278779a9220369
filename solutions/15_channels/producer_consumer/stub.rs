//! Several sources, one store.
//!
//! **Why it matters.** Sources are fast and the store is slow, or the other way round, and never for
//! long. A queue between them lets each side run at its own speed. Without a bound it takes all
//! memory on the day on which the store is slow; and whoever forgets to close it waits for ever.
//!
//! **What to do.** Ask each source for items, with `source.call("next")`, again and again, until it
//! fails: then it has no more. Store each item with `store.call(&item)`, and return how many were
//! stored; storing does not fail.
//!
//! - All sources are asked at the same time, each for one item at a time.
//! - Items are stored one at a time, while the sources are asked for more.
//! - At most `room` items lie between the two sides. A source that has one more waits with it in hand.
//! - Every item is stored, also those that were fetched last.

use world::Service;

pub async fn producer_consumer(sources: Vec<Service>, store: Service, room: usize) -> usize {
    // TODO: this asks one source after the other, and stores in between
    let _ = room;
    let mut stored = 0;
    for source in sources {
        while let Ok(item) = source.call("next").await {
            let _ = store.call(&item).await;
            stored += 1;
        }
    }
    stored
}
