//! As a stream of what comes, each item a number or how many were missed.

use futures::{StreamExt, stream};
use tokio::sync::broadcast::{self, error::RecvError};
use world::Service;

#[derive(Debug, PartialEq, Eq)]
pub struct Seen {
    pub shown: u64,
    pub missed: u64,
}

pub async fn lagging(news: broadcast::Receiver<u64>, screen: Service) -> Seen {
    let items = stream::unfold(news, async |mut news| match news.recv().await {
        Ok(number) => Some((Ok(number), news)),
        Err(RecvError::Lagged(missed)) => Some((Err(missed), news)),
        Err(RecvError::Closed) => None,
    });
    let seen = Seen { shown: 0, missed: 0 };
    items
        .fold(seen, async |mut seen, item| {
            match item {
                Ok(number) => {
                    let _ = screen.call(&number.to_string()).await;
                    seen.shown += 1;
                }
                Err(missed) => seen.missed += missed,
            }
            seen
        })
        .await
}
