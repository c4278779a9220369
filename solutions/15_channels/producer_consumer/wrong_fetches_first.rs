//! Fetches everything, then stores it.
// refused: all items were fetched before the first one was stored

use futures::future::join_all;
use world::Service;

pub async fn producer_consumer(sources: Vec<Service>, store: Service, room: usize) -> usize {
    let _ = room;
    let fetched = join_all(sources.iter().map(|source| async move {
        let mut items = Vec::new();
        while let Ok(item) = source.call("next").await {
            items.push(item);
        }
        items
    }));
    let items: Vec<String> = fetched.await.into_iter().flatten().collect();
    for item in &items {
        let _ = store.call(item).await;
    }
    items.len()
}
