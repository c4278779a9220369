//! A semaphore limits what is under way, and not what waits for its turn.
// refused: had been begun and not handed out

use std::sync::Arc;

use futures::{Stream, StreamExt, stream};
use tokio::sync::Semaphore;
use world::{Failure, Service};

pub fn ordered_width(
    width: usize,
    server: Service,
    files: Vec<String>,
) -> impl Stream<Item = Result<String, Failure>> {
    let places = Arc::new(Semaphore::new(width));
    let most = files.len().max(1);
    stream::iter(files)
        .map(move |file| {
            let (places, call) = (places.clone(), server.call(&file));
            async move {
                let _place = places.acquire().await.expect("nobody closes it");
                call.await
            }
        })
        .buffered(most)
}
