//! Tasks whose handles are kept, to abort them when one has failed.

use futures::future::{FutureExt, try_join_all};
use world::{Failure, Service};

pub async fn all_or_nothing(parts: Vec<Service>) -> Result<Vec<String>, Failure> {
    let calls: Vec<_> = parts
        .iter()
        .map(|part| tokio::spawn(part.call("booking")))
        .collect();
    let aborts: Vec<_> = calls.iter().map(|call| call.abort_handle()).collect();
    let calls = calls
        .into_iter()
        .map(|call| call.map(|ended| ended.expect("nobody aborts it before")));
    let booked = try_join_all(calls).await;
    for abort in aborts {
        abort.abort();
    }
    booked
}
