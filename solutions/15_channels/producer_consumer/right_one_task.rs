//! No task: producers and consumer are joined. Each producer moves its sender in, and drops it at its end.

use futures::future::join_all;
use tokio::sync::mpsc;
use world::Service;

pub async fn producer_consumer(sources: Vec<Service>, store: Service, room: usize) -> usize {
    let (queue, mut items) = mpsc::channel(room);
    let producers = sources.into_iter().map(|source| {
        let queue = queue.clone();
        async move {
            while let Ok(item) = source.call("next").await {
                queue.send(item).await.expect("somebody stores");
            }
        }
    });
    let producers = join_all(producers.collect::<Vec<_>>());
    drop(queue);
    let consumer = async {
        let mut stored = 0;
        while let Some(item) = items.recv().await {
            let _ = store.call(&item).await;
            stored += 1;
        }
        stored
    };
    tokio::join!(producers, consumer).1
}
