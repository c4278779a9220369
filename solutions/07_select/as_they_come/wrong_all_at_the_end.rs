//! Waits for everybody, then shows.
// refused: the answer of `middle` was there after 300 ms, and was shown after 400 ms

use futures::future::join_all;
use world::{Failure, Service};

pub async fn as_they_come(mirrors: Vec<Service>, show: impl FnMut(Result<String, Failure>)) {
    let answers = join_all(mirrors.iter().map(|m| m.call("page"))).await;
    answers.into_iter().for_each(show);
}
