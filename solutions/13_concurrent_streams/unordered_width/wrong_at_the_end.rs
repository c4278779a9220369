//! `for_each_concurrent` works on all of them, and the results are handed out afterwards.
// refused: was there after 100 ms, and came out after 400 ms

use std::sync::Mutex;

use async_stream::stream;
use futures::{Stream, StreamExt};
use world::{Failure, Service};

pub fn unordered_width(
    width: usize,
    server: Service,
    files: impl Stream<Item = String>,
) -> impl Stream<Item = (String, Result<String, Failure>)> {
    stream! {
        let results = Mutex::new(Vec::new());
        files
            .for_each_concurrent(width, |file| {
                let (download, results) = (server.call(&file), &results);
                async move {
                    let result = download.await;
                    results.lock().unwrap().push((file, result));
                }
            })
            .await;
        for result in results.into_inner().unwrap() {
            yield result;
        }
    }
}
