//! Shows the first answer and leaves.
// refused: the answer of `middle` was never shown

use futures::future::select_all;
use world::{Failure, Service};

pub async fn as_they_come(mirrors: Vec<Service>, mut show: impl FnMut(Result<String, Failure>)) {
    if !mirrors.is_empty() {
        let calls = mirrors.iter().map(|m| Box::pin(m.call("page")));
        show(select_all(calls).await.0);
    }
}
