//! Every source stores its own items: the store gets several at a time.
// refused: items are stored one at a time

use futures::future::join_all;
use world::Service;

pub async fn producer_consumer(sources: Vec<Service>, store: Service, room: usize) -> usize {
    let _ = room;
    let stored = join_all(sources.iter().map(async |source| {
        let mut stored = 0;
        while let Ok(item) = source.call("next").await {
            let _ = store.call(&item).await;
            stored += 1;
        }
        stored
    }));
    stored.await.into_iter().sum()
}
