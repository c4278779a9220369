//! A function for the next number that is there, and what was missed on the way to it.

use tokio::sync::broadcast::{self, error::RecvError};
use world::Service;

#[derive(Debug, PartialEq, Eq)]
pub struct Seen {
    pub shown: u64,
    pub missed: u64,
}

async fn next(news: &mut broadcast::Receiver<u64>, missed: &mut u64) -> Option<u64> {
    loop {
        match news.recv().await {
            Ok(number) => return Some(number),
            Err(RecvError::Lagged(number)) => *missed += number,
            Err(RecvError::Closed) => return None,
        }
    }
}

pub async fn lagging(mut news: broadcast::Receiver<u64>, screen: Service) -> Seen {
    let mut seen = Seen { shown: 0, missed: 0 };
    while let Some(number) = next(&mut news, &mut seen.missed).await {
        seen.shown += 1;
        let _ = screen.call(&number.to_string()).await;
    }
    seen
}
