//! Makes all futures at the beginning. They run in the order in which they are awaited.

use world::{Failure, Service};

pub async fn order_of_events(
    archive: Service,
    editor: Option<Service>,
    readers: Service,
    article: &str,
) -> Result<String, Failure> {
    let published = readers.call(article);
    let read = editor.map(|editor| editor.call(article));
    let saved = archive.call(article);

    saved.await?;
    if let Some(read) = read {
        read.await?;
    }
    published.await
}
