//! One loop for all: asks every source, stores what came, asks again. While it stores, no source is asked.
// refused: while an item is stored, the sources are asked for more

use futures::future::join_all;
use world::Service;

pub async fn producer_consumer(sources: Vec<Service>, store: Service, room: usize) -> usize {
    let _ = room;
    let mut stored = 0;
    let mut left = sources;
    while !left.is_empty() {
        let answers = join_all(left.iter().map(|source| source.call("next"))).await;
        let mut again = Vec::new();
        for (source, answer) in left.into_iter().zip(answers) {
            if let Ok(item) = answer {
                let _ = store.call(&item).await;
                stored += 1;
                again.push(source);
            }
        }
        left = again;
    }
    stored
}
