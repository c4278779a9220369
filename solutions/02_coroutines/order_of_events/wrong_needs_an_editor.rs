//! Without an editor, nothing is published.
// refused: `readers` was never called

use world::{Failure, Service};

pub async fn order_of_events(
    archive: Service,
    editor: Option<Service>,
    readers: Service,
    article: &str,
) -> Result<String, Failure> {
    let saved = archive.call(article).await?;
    let Some(editor) = editor else { return Ok(saved) };
    editor.call(article).await?;
    readers.call(article).await
}
