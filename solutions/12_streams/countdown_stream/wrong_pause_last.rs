//! The pause stands behind every number, the last one too.
// refused: over only after 3 s

use std::time::Duration;

use async_stream::stream;
use futures::Stream;
use tokio::time::sleep;

pub fn countdown_stream(from: u32) -> impl Stream<Item = u32> {
    stream! {
        for number in (1..=from).rev() {
            yield number;
            sleep(Duration::from_secs(1)).await;
        }
    }
}
