//! A task for each source, with a sender of its own. The loop ends when the last of them is gone.

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
    for source in sources {
        tokio::spawn(produce(source, queue.clone()));
    }
    drop(queue);
    let mut stored = 0;
    while let Some(item) = items.recv().await {
        let _ = store.call(&item).await;
        stored += 1;
    }
    stored
}
