//! Waits for everybody and then looks for a page.
// refused: ran to its end after 300 ms, and should have been cancelled after 100 ms

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use world::{Failure, Service};

pub async fn first_success(mirrors: Vec<Service>) -> Result<String, Vec<Failure>> {
    let calls: FuturesUnordered<_> = mirrors.iter().map(|m| m.call("page")).collect();
    let outcomes: Vec<_> = calls.collect().await;
    let (mut pages, mut failures) = (Vec::new(), Vec::new());
    for outcome in outcomes {
        match outcome {
            Ok(page) => pages.push(page),
            Err(failure) => failures.push(failure),
        }
    }
    pages.into_iter().next().ok_or(failures)
}
