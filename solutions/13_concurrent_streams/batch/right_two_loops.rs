//! One wait for the first line; then a loop with a deadline for the others.

use std::{pin::pin, time::Duration};

use async_stream::stream;
use futures::{Stream, StreamExt};
use tokio::time::{Instant, timeout_at};

pub fn batch(
    lines: impl Stream<Item = String>,
    size: usize,
    age: Duration,
) -> impl Stream<Item = Vec<String>> {
    stream! {
        let mut lines = pin!(lines);
        while let Some(first) = lines.next().await {
            let deadline = Instant::now() + age;
            let mut batch = vec![first];
            let mut over = false;
            while batch.len() < size {
                match timeout_at(deadline, lines.next()).await {
                    Ok(Some(line)) => batch.push(line),
                    Ok(None) => {
                        over = true;
                        break;
                    }
                    Err(_) => break,
                }
            }
            yield batch;
            if over {
                return;
            }
        }
    }
}
