//! The first call is made once, and lent: to the timeout, and then to the `select!`.

use std::pin::pin;
use std::time::Duration;
use tokio::time::timeout;
use world::{Failure, Service};

pub async fn hedge(patience: Duration, first: Service, second: Service) -> Result<String, Failure> {
    let mut near = pin!(first.call("page"));
    match timeout(patience, &mut near).await {
        Ok(Ok(page)) => return Ok(page),
        Ok(Err(_)) => return second.call("page").await,
        Err(_) => {} // late: it goes on, and gets company
    }
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
