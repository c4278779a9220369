//! Takes every number at once, and shows each in a task of its own. Nothing is missed, and the screen gets all of them at
//! once.
// refused: at once

use futures::future::join_all;
use tokio::sync::broadcast::{self, error::RecvError};
use world::Service;

#[derive(Debug, PartialEq, Eq)]
pub struct Seen {
    pub shown: u64,
    pub missed: u64,
}

pub async fn lagging(mut news: broadcast::Receiver<u64>, screen: Service) -> Seen {
    let mut tasks = Vec::new();
    let mut missed = 0;
    loop {
        match news.recv().await {
            Ok(number) => tasks.push(tokio::spawn(screen.call(&number.to_string()))),
            Err(RecvError::Lagged(number)) => missed += number,
            Err(RecvError::Closed) => break,
        }
    }
    Seen { shown: join_all(tasks).await.len() as u64, missed }
}
