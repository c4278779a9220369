//! At the end, what is not a whole batch is forgotten.
// refused: 3 of four lines came out

use std::{pin::pin, time::Duration};

use async_stream::stream;
use futures::{Stream, StreamExt};
use tokio::time::{Instant, sleep_until};

pub fn batch(
    lines: impl Stream<Item = String>,
    size: usize,
    age: Duration,
) -> impl Stream<Item = Vec<String>> {
    stream! {
        let mut lines = pin!(lines.fuse());
        let mut batch = Vec::new();
        let mut deadline = Instant::now();
        loop {
            tokio::select! {
                line = lines.next() => {
                    let Some(line) = line else { return };
                    if batch.is_empty() {
                        deadline = Instant::now() + age;
                    }
                    batch.push(line);
                    if batch.len() == size {
                        yield std::mem::take(&mut batch);
                    }
                }
                () = sleep_until(deadline), if !batch.is_empty() => yield std::mem::take(&mut batch),
            }
        }
    }
}
