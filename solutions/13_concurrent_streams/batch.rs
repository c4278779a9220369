//! tokio-stream has it.

use std::time::Duration;

use tokio_stream::{Stream, StreamExt};

pub fn batch(
    lines: impl Stream<Item = String>,
    size: usize,
    age: Duration,
) -> impl Stream<Item = Vec<String>> {
    lines.chunks_timeout(size, age)
}
