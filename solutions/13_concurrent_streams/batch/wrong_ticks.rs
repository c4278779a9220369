//! An interval hands out whatever there is, also nothing.
// refused: a batch is empty

use std::{pin::pin, time::Duration};

use async_stream::stream;
use futures::{Stream, StreamExt};
use tokio::time::interval;

pub fn batch(
    lines: impl Stream<Item = String>,
    size: usize,
    age: Duration,
) -> impl Stream<Item = Vec<String>> {
    stream! {
        let mut lines = pin!(lines.fuse());
        let mut tick = interval(age);
        let mut batch = Vec::new();
        loop {
            tokio::select! {
                line = lines.next() => match line {
                    Some(line) => {
                        batch.push(line);
                        if batch.len() == size {
                            yield std::mem::take(&mut batch);
                        }
                    }
                    None => {
                        yield batch;
                        return;
                    }
                },
                _ = tick.tick() => yield std::mem::take(&mut batch),
            }
        }
    }
}
