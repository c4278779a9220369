//! Leaves as soon as all sources are done. What is still in the queue goes with the receiver.
// refused: of ten items

use tokio::{sync::mpsc, task::JoinSet};
use world::Service;

pub async fn producer_consumer(sources: Vec<Service>, store: Service, room: usize) -> usize {
    let (queue, mut items) = mpsc::channel::<String>(room);
    let mut producers = JoinSet::new();
    for source in sources {
        let queue = queue.clone();
        producers.spawn(async move {
            while let Ok(item) = source.call("next").await {
                queue.send(item).await.expect("somebody stores");
            }
        });
    }
    let mut stored = 0;
    loop {
        tokio::select! {
            Some(item) = items.recv() => {
                let _ = store.call(&item).await;
                stored += 1;
            }
            ended = producers.join_next() => if ended.is_none() { return stored },
        }
    }
}
