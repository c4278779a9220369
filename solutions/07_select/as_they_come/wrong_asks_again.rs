//! The futures are made anew for every turn, and begin from the start.
// refused: `middle` was called twice, where once is enough

use futures::future::select_all;
use world::{Failure, Service};

pub async fn as_they_come(
    mut mirrors: Vec<Service>,
    mut show: impl FnMut(Result<String, Failure>),
) {
    while !mirrors.is_empty() {
        let calls = mirrors.iter().map(|m| Box::pin(m.call("page")));
        let (answer, place, _) = select_all(calls).await;
        mirrors.remove(place);
        show(answer);
    }
}
