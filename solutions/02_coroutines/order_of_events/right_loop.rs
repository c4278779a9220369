//! Goes through a list of those to call.

use world::{Failure, Service};

pub async fn order_of_events(
    archive: Service,
    editor: Option<Service>,
    readers: Service,
    article: &str,
) -> Result<String, Failure> {
    for service in std::iter::once(archive).chain(editor) {
        service.call(article).await?;
    }
    readers.call(article).await
}
