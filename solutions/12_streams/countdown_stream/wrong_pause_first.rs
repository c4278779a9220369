//! The pause stands in front of every number, the first one too.
// refused: 3 came after 1 s, and should come after 0 ms

use std::time::Duration;

use async_stream::stream;
use futures::Stream;
use tokio::time::sleep;

pub fn countdown_stream(from: u32) -> impl Stream<Item = u32> {
    stream! {
        for number in (1..=from).rev() {
            sleep(Duration::from_secs(1)).await;
            yield number;
        }
    }
}
