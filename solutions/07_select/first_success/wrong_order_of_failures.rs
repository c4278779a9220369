//! Puts the failures into the order of the list.
// refused: the failures are the right ones, but not in the order in which they came

use futures::future::try_join_all;
use world::{Failure, Service};

pub async fn first_success(mirrors: Vec<Service>) -> Result<String, Vec<Failure>> {
    let calls = mirrors
        .iter()
        .map(async |mirror| match mirror.call("page").await {
            Ok(page) => Err(page),
            Err(failure) => Ok(failure),
        });
    match try_join_all(calls).await {
        Err(page) => Ok(page),
        Ok(failures) => Err(failures),
    }
}
