//! Chains the calls with the combinators of `futures`; `OptionFuture` is done at once where there is no future.

use futures::TryFutureExt;
use futures::future::OptionFuture;
use world::{Failure, Service};

pub async fn order_of_events(
    archive: Service,
    editor: Option<Service>,
    readers: Service,
    article: &str,
) -> Result<String, Failure> {
    let read = OptionFuture::from(editor.map(|editor| editor.call(article)));
    archive
        .call(article)
        .and_then(|_| async { read.await.transpose() })
        .and_then(|_| readers.call(article))
        .await
}
