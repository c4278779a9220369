//! The second call is a future that waits first: for its time, or for the failure of the first one.

use futures::FutureExt;
use futures::future::{Either, select};
use std::pin::pin;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::timeout;
use world::{Failure, Service};

pub async fn hedge(patience: Duration, first: Service, second: Service) -> Result<String, Failure> {
    let (has_failed, failed) = oneshot::channel::<()>();
    let near = async {
        let page = first.call("page").await;
        drop(has_failed); // wakes whoever still waits for its time
        page
    };
    let far = async {
        let _ = timeout(patience, failed).await;
        second.call("page").await
    };
    match select(pin!(near), pin!(far)).await {
        Either::Left((Ok(page), _)) | Either::Right((Ok(page), _)) => Ok(page),
        Either::Left((Err(_), far)) => far.await,
        Either::Right((Err(failure), near)) => near.map(|page| page.map_err(|_| failure)).await,
    }
}
