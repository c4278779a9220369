//! Joins what needs an order.
// refused: the call to `editor` began after 0 ms

use futures::future::OptionFuture;
use world::{Failure, Service};

pub async fn order_of_events(
    archive: Service,
    editor: Option<Service>,
    readers: Service,
    article: &str,
) -> Result<String, Failure> {
    let read = async {
        let read = editor.map(|editor| editor.call(article));
        OptionFuture::from(read).await.transpose()
    };
    let (_, _, told) =
        tokio::try_join!(archive.call(article), read, readers.call(article))?;
    Ok(told)
}
