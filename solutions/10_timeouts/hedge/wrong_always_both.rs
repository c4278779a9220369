//! Asks both from the start.
// refused: `second` was asked after 0 ms, and there was no need

use std::pin::pin;
use std::time::Duration;
use world::{Failure, Service};

pub async fn hedge(patience: Duration, first: Service, second: Service) -> Result<String, Failure> {
    let _ = patience;
    let mut near = pin!(first.call("page"));
    let mut far = pin!(second.call("page"));
    tokio::select! {
        page = &mut near => match page {
            Ok(page) => Ok(page),
            Err(_) => far.await,
        },
        page = &mut far => match page {
            Ok(page) => Ok(page),
            Err(failure) => near.await.map_err(|_| failure),
        },
    }
}
