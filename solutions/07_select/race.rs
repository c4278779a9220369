//! Two branches: the first that is ready gives the value, and the other future is dropped.

use world::{Failure, Service};

pub async fn race(near: Service, far: Service) -> Result<String, Failure> {
    tokio::select! {
        page = near.call("page") => page,
        page = far.call("page") => page,
    }
}
