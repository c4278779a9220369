//! Too slow for the news.
//!
//! **Why it matters.** A broadcast channel has room for so many messages. Whoever reads too slowly is not
//! waited for: the oldest messages are overwritten, and the reader is told how many it has missed.
//! That comes as an `Err`, and an `Err` looks like an end.
//!
//! **What to do.** Show every number that comes, with `screen.call(&number.to_string())`, which takes
//! a while, until no more will come. Return how many were shown, and how many were missed. What is
//! still there when the sender is gone is shown as well; and what was missed is counted, and no more
//! is skipped than that. If the screen fails, the number counts as shown.

use tokio::sync::broadcast;
use world::Service;

#[derive(Debug, PartialEq, Eq)]
pub struct Seen {
    pub shown: u64,
    pub missed: u64,
}

pub async fn lagging(mut news: broadcast::Receiver<u64>, screen: Service) -> Seen {
    // TODO: which errors are there, and which of them is the end?
    let (mut shown, missed) = (0, 0);
    while let Ok(number) = news.recv().await {
        let _ = screen.call(&number.to_string()).await;
        shown += 1;
    }
    Seen { shown, missed }
}
