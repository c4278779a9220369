//! The consumer is a task, and the caller waits for the producers first: the receiver stays until the queue is empty.

use tokio::{sync::mpsc, task::JoinSet};
use world::Service;

pub async fn producer_consumer(sources: Vec<Service>, store: Service, room: usize) -> usize {
    let (queue, mut items) = mpsc::channel::<String>(room);
    let consumer = tokio::spawn(async move {
        let mut stored = 0;
        while let Some(item) = items.recv().await {
            let _ = store.call(&item).await;
            stored += 1;
        }
        stored
    });
    let mut producers = JoinSet::new();
    for source in sources {
        let queue = queue.clone();
        producers.spawn(async move {
            // Room first, then the item: nothing is in hand while it waits.
            while let Ok(place) = queue.reserve().await {
                match source.call("next").await {
                    Ok(item) => place.send(item),
                    Err(_) => return,
                }
            }
        });
    }
    producers.join_all().await;
    drop(queue);
    consumer.await.expect("storing does not panic")
}
