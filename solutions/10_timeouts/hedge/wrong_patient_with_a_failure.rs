//! Waits for its time also where the first has failed already.
// refused: `first` failed after 50 ms, and `second` was asked only after 100 ms

use std::time::Duration;
use tokio::time::sleep;
use world::{Failure, Service};

pub async fn hedge(patience: Duration, first: Service, second: Service) -> Result<String, Failure> {
    let near = first.call("page");
    let far = async {
        sleep(patience).await;
        second.call("page").await
    };
    let (near, far) = (Box::pin(near), Box::pin(far));
    match futures::future::select(near, far).await {
        futures::future::Either::Left((Ok(page), _)) => Ok(page),
        futures::future::Either::Left((Err(_), far)) => far.await,
        futures::future::Either::Right((Ok(page), _)) => Ok(page),
        futures::future::Either::Right((Err(failure), near)) => near.await.map_err(|_| failure),
    }
}
