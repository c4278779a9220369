//! Gives the first mirror some time for itself before it asks the second.
// refused: the call to `far` began only after 50 ms, and could have begun after 0 ms

use std::time::Duration;

use tokio::time::sleep;
use world::{Failure, Service};

pub async fn race(near: Service, far: Service) -> Result<String, Failure> {
    tokio::select! {
        page = near.call("page") => page,
        page = async {
            sleep(Duration::from_millis(50)).await;
            far.call("page").await
        } => page,
    }
}
