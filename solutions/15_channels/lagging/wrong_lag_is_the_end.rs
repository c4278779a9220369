//! Ends at the first `Err`.
// refused: the reader was too slow, was told so, and took it for the end

use tokio::sync::broadcast;
use world::Service;

#[derive(Debug, PartialEq, Eq)]
pub struct Seen {
    pub shown: u64,
    pub missed: u64,
}

pub async fn lagging(mut news: broadcast::Receiver<u64>, screen: Service) -> Seen {
    let mut shown = 0;
    while let Ok(number) = news.recv().await {
        let _ = screen.call(&number.to_string()).await;
        shown += 1;
    }
    Seen { shown, missed: 0 }
}
