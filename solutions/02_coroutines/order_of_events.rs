//! Three awaits, one below the other: that is an order.

use world::{Failure, Service};

pub async fn order_of_events(
    archive: Service,
    editor: Option<Service>,
    readers: Service,
    article: &str,
) -> Result<String, Failure> {
    archive.call(article).await?;
    if let Some(editor) = editor {
        editor.call(article).await?;
    }
    readers.call(article).await
}
