//! Waits for both sources before it takes the first item out: the queue is full, and they wait as well.
// refused: 0 of ten items are stored, and nothing goes on

use tokio::sync::mpsc;
use world::Service;

async fn produce(source: Service, queue: mpsc::Sender<String>) {
    while let Ok(item) = source.call("next").await {
        if queue.send(item).await.is_err() {
            return; // nobody stores any more
        }
    }
}

pub async fn producer_consumer(sources: Vec<Service>, store: Service, room: usize) -> usize {
    let (queue, mut items) = mpsc::channel(room);
    futures::future::join_all(sources.into_iter().map(|source| produce(source, queue.clone()))).await;
    drop(queue);
    let mut stored = 0;
    while let Some(item) = items.recv().await {
        let _ = store.call(&item).await;
        stored += 1;
    }
    stored
}
