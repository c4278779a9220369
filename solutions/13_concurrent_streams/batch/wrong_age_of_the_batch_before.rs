//! The timer runs on from the batch before.
// refused: should come after 550 ms

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
        let mut deadline = Instant::now() + age;
        loop {
            tokio::select! {
                biased;
                line = lines.next() => match line {
                    Some(line) => batch.push(line),
                    None => {
                        if !batch.is_empty() {
                            yield batch;
                        }
                        return;
                    }
                },
                () = sleep_until(deadline), if !batch.is_empty() => {
                    yield std::mem::take(&mut batch);
                    deadline = Instant::now() + age;
                }
            }
            if batch.len() == size {
                yield std::mem::take(&mut batch);
                deadline = Instant::now() + age;
            }
        }
    }
}
