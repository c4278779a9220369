//! Counts down to 0.
// refused: four numbers come back

use std::time::Duration;

use async_stream::stream;
use futures::Stream;
use tokio::time::sleep;

pub fn countdown_stream(from: u32) -> impl Stream<Item = u32> {
    stream! {
        for number in (0..=from).rev() {
            if number < from {
                sleep(Duration::from_secs(1)).await;
            }
            yield number;
        }
    }
}
