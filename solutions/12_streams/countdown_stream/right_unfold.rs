//! The state is the number that comes next; the pause stands in front of every one but the first.

use std::time::Duration;

use futures::{Stream, stream};
use tokio::time::sleep;

pub fn countdown_stream(from: u32) -> impl Stream<Item = u32> {
    stream::unfold(from, move |number| async move {
        if number == 0 {
            return None;
        }
        if number < from {
            sleep(Duration::from_secs(1)).await;
        }
        Some((number, number - 1))
    })
}
