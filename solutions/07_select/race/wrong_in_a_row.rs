//! Asks the second mirror only if the first one fails.
// refused: `far` was never called

use world::{Failure, Service};

pub async fn race(near: Service, far: Service) -> Result<String, Failure> {
    match near.call("page").await {
        Ok(page) => Ok(page),
        Err(_) => far.call("page").await,
    }
}
