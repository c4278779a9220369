//! Takes a failure of the screen for the end.
// refused: the screen failed once

use tokio::sync::broadcast::{self, error::RecvError};
use world::Service;

#[derive(Debug, PartialEq, Eq)]
pub struct Seen {
    pub shown: u64,
    pub missed: u64,
}

pub async fn lagging(mut news: broadcast::Receiver<u64>, screen: Service) -> Seen {
    let mut seen = Seen { shown: 0, missed: 0 };
    loop {
        match news.recv().await {
            Ok(number) => {
                seen.shown += 1;
                if screen.call(&number.to_string()).await.is_err() {
                    return seen;
                }
            }
            Err(RecvError::Lagged(number)) => seen.missed += number,
            Err(RecvError::Closed) => return seen,
        }
    }
}
