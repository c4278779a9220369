//! Takes the first outcome for the first success.
// refused: your answer gave up, although `rome` has the page

use futures::future::select_all;
use world::{Failure, Service};

pub async fn first_success(mirrors: Vec<Service>) -> Result<String, Vec<Failure>> {
    if mirrors.is_empty() {
        return Err(Vec::new());
    }
    let calls = mirrors.iter().map(|m| Box::pin(m.call("page")));
    select_all(calls).await.0.map_err(|failure| vec![failure])
}
