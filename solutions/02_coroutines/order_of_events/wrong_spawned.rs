//! Lets the archive run on its own: it is started, and nobody knows whether it is done.
// refused: the call to `archive` was still under way when your answer returned

use world::{Failure, Service};

pub async fn order_of_events(
    archive: Service,
    editor: Option<Service>,
    readers: Service,
    article: &str,
) -> Result<String, Failure> {
    tokio::spawn(archive.call(article));
    if let Some(editor) = editor {
        tokio::spawn(editor.call(article));
    }
    readers.call(article).await
}
