//! The timeout begins anew with each line.
// refused: should come after 400 ms

use std::{pin::pin, time::Duration};

use async_stream::stream;
use futures::{Stream, StreamExt};
use tokio::time::timeout;

pub fn batch(
    lines: impl Stream<Item = String>,
    size: usize,
    age: Duration,
) -> impl Stream<Item = Vec<String>> {
    stream! {
        let mut lines = pin!(lines.fuse());
        let mut batch = Vec::new();
        loop {
            match timeout(age, lines.next()).await {
                Ok(Some(line)) => {
                    batch.push(line);
                    if batch.len() == size {
                        yield std::mem::take(&mut batch);
                    }
                }
                Ok(None) => {
                    if !batch.is_empty() {
                        yield batch;
                    }
                    return;
                }
                Err(_) if batch.is_empty() => {}
                Err(_) => yield std::mem::take(&mut batch),
            }
        }
    }
}
