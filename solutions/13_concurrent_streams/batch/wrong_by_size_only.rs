//! `chunks` waits until a batch is full, however long that takes.
// refused: none of two lines came out

use std::time::Duration;

use futures::{Stream, StreamExt};

pub fn batch(
    lines: impl Stream<Item = String>,
    size: usize,
    age: Duration,
) -> impl Stream<Item = Vec<String>> {
    let _ = age;
    lines.chunks(size)
}
