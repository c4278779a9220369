//! Each number is waited for with `then`.

use std::time::Duration;

use futures::{Stream, StreamExt, stream};
use tokio::time::sleep;

pub fn countdown_stream(from: u32) -> impl Stream<Item = u32> {
    stream::iter((1..=from).rev()).then(move |number| async move {
        if number != from {
            sleep(Duration::from_secs(1)).await;
        }
        number
    })
}
