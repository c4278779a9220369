//! Saves the article once more when the editor has read it.
// refused: `archive` was called twice, where once is enough

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
        archive.call(article).await?;
    }
    readers.call(article).await
}
