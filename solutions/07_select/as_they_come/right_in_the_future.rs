//! Each future shows its own answer; `join_all` waits for the whole.

use futures::future::join_all;
use std::cell::RefCell;
use world::{Failure, Service};

pub async fn as_they_come(mirrors: Vec<Service>, show: impl FnMut(Result<String, Failure>)) {
    let show = RefCell::new(show);
    join_all(mirrors.iter().map(async |mirror| {
        let answer = mirror.call("page").await;
        (show.borrow_mut())(answer);
    }))
    .await;
}
