//! The age is looked at when the next line comes, and nothing comes.
// refused: the batch "a b" came after 900 ms, and should come after 400 ms

use std::{pin::pin, time::Duration};

use async_stream::stream;
use futures::{Stream, StreamExt};
use tokio::time::Instant;

pub fn batch(
    lines: impl Stream<Item = String>,
    size: usize,
    age: Duration,
) -> impl Stream<Item = Vec<String>> {
    stream! {
        let mut lines = pin!(lines);
        let mut batch = Vec::new();
        let mut first = Instant::now();
        while let Some(line) = lines.next().await {
            if !batch.is_empty() && first.elapsed() >= age {
                yield std::mem::take(&mut batch);
            }
            if batch.is_empty() {
                first = Instant::now();
            }
            batch.push(line);
            if batch.len() == size {
                yield std::mem::take(&mut batch);
            }
        }
        if !batch.is_empty() {
            yield batch;
        }
    }
}
