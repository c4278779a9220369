//! Asks the next mirror when the one in front has failed.
// refused: were never called

use world::{Failure, Service};

pub async fn first_success(mirrors: Vec<Service>) -> Result<String, Vec<Failure>> {
    let mut failures = Vec::new();
    for mirror in mirrors {
        match mirror.call("page").await {
            Ok(page) => return Ok(page),
            Err(failure) => failures.push(failure),
        }
    }
    Err(failures)
}
