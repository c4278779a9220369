//! The sender that was cloned for each source lives to the end of the function, and so does the loop.
// refused: all items are stored, and your answer does not end

use tokio::sync::mpsc;
use world::Service;

pub async fn producer_consumer(sources: Vec<Service>, store: Service, room: usize) -> usize {
    let (queue, mut items) = mpsc::channel(room);
    for source in sources {
        let queue = queue.clone();
        tokio::spawn(async move {
            while let Ok(item) = source.call("next").await {
                queue.send(item).await.expect("somebody stores");
            }
        });
    }
    let mut stored = 0;
    while let Some(item) = items.recv().await {
        let _ = store.call(&item).await;
        stored += 1;
    }
    stored
}
