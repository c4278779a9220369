//! All tasks run at once, but they are awaited in the order of the list.
// refused: the answer of `near` was there after 100 ms, and was shown after 400 ms

use world::{Failure, Service};

pub async fn as_they_come(mirrors: Vec<Service>, mut show: impl FnMut(Result<String, Failure>)) {
    let calls: Vec<_> = mirrors
        .iter()
        .map(|m| tokio::spawn(m.call("page")))
        .collect();
    for call in calls {
        show(call.await.expect("a call does not panic"));
    }
}
