//! Spawns the calls, and leaves the loser running.
// refused: and the call to `first` went on all the same

use std::time::Duration;
use tokio::time::timeout;
use world::{Failure, Service};

pub async fn hedge(patience: Duration, first: Service, second: Service) -> Result<String, Failure> {
    let mut near = tokio::spawn(first.call("page"));
    match timeout(patience, &mut near).await {
        Ok(Ok(Ok(page))) => return Ok(page),
        Ok(_) => return second.call("page").await,
        Err(_) => {}
    }
    let mut far = tokio::spawn(second.call("page"));
    let panics = "a call does not panic";
    tokio::select! {
        page = &mut near => match page.expect(panics) {
            Ok(page) => Ok(page),
            Err(_) => far.await.expect(panics),
        },
        page = &mut far => match page.expect(panics) {
            Ok(page) => Ok(page),
            Err(failure) => near.await.expect(panics).map_err(|_| failure),
        },
    }
}
