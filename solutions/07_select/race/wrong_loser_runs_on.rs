//! Two tasks: the handle of the loser is dropped, and its task runs on.
// refused: the call to `far` goes on after your answer has returned: nobody has cancelled it

use world::{Failure, Service};

pub async fn race(near: Service, far: Service) -> Result<String, Failure> {
    let first = tokio::select! {
        page = tokio::spawn(near.call("page")) => page,
        page = tokio::spawn(far.call("page")) => page,
    };
    first.expect("a call does not panic")
}
