//! Two errors: one says that messages were missed, and the other one that no more will come.

use tokio::sync::broadcast::{self, error::RecvError};
use world::Service;

#[derive(Debug, PartialEq, Eq)]
pub struct Seen {
    pub shown: u64,
    pub missed: u64,
}

pub async fn lagging(mut news: broadcast::Receiver<u64>, screen: Service) -> Seen {
    let (mut shown, mut missed) = (0, 0);
    loop {
        match news.recv().await {
            Ok(number) => {
                let _ = screen.call(&number.to_string()).await;
                shown += 1;
            }
            Err(RecvError::Lagged(number)) => missed += number,
            Err(RecvError::Closed) => return Seen { shown, missed },
        }
    }
}
