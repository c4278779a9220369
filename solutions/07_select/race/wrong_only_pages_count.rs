//! Waits for the first page, where the first outcome was asked for.
// refused: `near` came first, with a failure, and your answer waited for another one

use world::{Failure, Service};

pub async fn race(near: Service, far: Service) -> Result<String, Failure> {
    let gone = |service: &str| Failure {
        service: service.to_owned(),
        reason: "both failed".to_owned(),
    };
    tokio::select! {
        Ok(page) = near.call("page") => Ok(page),
        Ok(page) = far.call("page") => Ok(page),
        else => Err(gone("near")),
    }
}
