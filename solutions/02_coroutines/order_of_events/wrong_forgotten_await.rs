//! Forgets to await the archive: the future has a name, so rustc does not warn.
// refused: `archive` was never called

use world::{Failure, Service};

pub async fn order_of_events(
    archive: Service,
    editor: Option<Service>,
    readers: Service,
    article: &str,
) -> Result<String, Failure> {
    let _saved = archive.call(article);
    if let Some(editor) = editor {
        editor.call(article).await?;
    }
    readers.call(article).await
}
