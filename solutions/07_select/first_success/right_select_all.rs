//! `select_all`, again with those that are left as long as nobody had a page.

use futures::future::select_all;
use world::{Failure, Service};

pub async fn first_success(mirrors: Vec<Service>) -> Result<String, Vec<Failure>> {
    let mut calls: Vec<_> = mirrors.iter().map(|m| Box::pin(m.call("page"))).collect();
    let mut failures = vec![];
    while !calls.is_empty() {
        let (outcome, _, others) = select_all(calls).await;
        match outcome {
            Ok(page) => return Ok(page),
            Err(failure) => failures.push(failure),
        }
        calls = others;
    }
    Err(failures)
}
