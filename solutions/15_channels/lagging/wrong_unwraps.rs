//! Panics when it is too slow.
// refused: Lagged

use tokio::sync::broadcast;
use world::Service;

#[derive(Debug, PartialEq, Eq)]
pub struct Seen {
    pub shown: u64,
    pub missed: u64,
}

pub async fn lagging(mut news: broadcast::Receiver<u64>, screen: Service) -> Seen {
    let mut shown = 0;
    while !(news.is_closed() && news.is_empty()) {
        let number = news.recv().await.unwrap();
        let _ = screen.call(&number.to_string()).await;
        shown += 1;
    }
    Seen { shown, missed: 0 }
}
