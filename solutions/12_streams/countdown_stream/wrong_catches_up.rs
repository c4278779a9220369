//! An interval ticks whether somebody asks or not, and catches up with what was missed.
// refused: what it missed comes all at once

use std::time::Duration;

use async_stream::stream;
use futures::Stream;
use tokio::time::interval;

pub fn countdown_stream(from: u32) -> impl Stream<Item = u32> {
    stream! {
        let mut tick = interval(Duration::from_secs(1));
        for number in (1..=from).rev() {
            tick.tick().await;
            yield number;
        }
    }
}
