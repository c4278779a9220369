//! Each batch is a short stream: so many lines, until its time is up.

use std::{pin::pin, time::Duration};

use async_stream::stream;
use futures::{Stream, StreamExt};
use tokio::time::sleep;

pub fn batch(
    lines: impl Stream<Item = String>,
    size: usize,
    age: Duration,
) -> impl Stream<Item = Vec<String>> {
    stream! {
        let mut lines = pin!(lines.fuse());
        while let Some(first) = lines.next().await {
            let mut batch = vec![first];
            let rest: Vec<String> =
                lines.by_ref().take(size - 1).take_until(Box::pin(sleep(age))).collect().await;
            batch.extend(rest);
            yield batch;
        }
    }
}
