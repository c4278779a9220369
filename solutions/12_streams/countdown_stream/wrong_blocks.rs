//! The pause keeps the thread.
// refused: held the thread

use std::time::Duration;

use async_stream::stream;
use futures::Stream;

pub fn countdown_stream(from: u32) -> impl Stream<Item = u32> {
    stream! {
        for number in (1..=from).rev() {
            if number < from {
                std::thread::sleep(Duration::from_millis(40));
            }
            yield number;
        }
    }
}
