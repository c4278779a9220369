//! `select_all` gives the first output and the futures that are left, for the next turn.

use futures::future::select_all;
use world::{Failure, Service};

pub async fn as_they_come(mirrors: Vec<Service>, mut show: impl FnMut(Result<String, Failure>)) {
    let mut calls: Vec<_> = mirrors.iter().map(|m| Box::pin(m.call("page"))).collect();
    while !calls.is_empty() {
        let (answer, _, others) = select_all(calls).await;
        show(answer);
        calls = others;
    }
}
