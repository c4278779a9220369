//! `select_ok` forgets all failures but the last.
// refused: one failure comes back, where three failures are asked for

use futures::future::select_ok;
use world::{Failure, Service};

pub async fn first_success(mirrors: Vec<Service>) -> Result<String, Vec<Failure>> {
    if mirrors.is_empty() {
        return Err(Vec::new());
    }
    let calls = mirrors.iter().map(|m| Box::pin(m.call("page")));
    match select_ok(calls).await {
        Ok((page, _)) => Ok(page),
        Err(failure) => Err(vec![failure]),
    }
}
