//! Awaits everybody, and looks at nobody's answer but the last.
// refused: `archive` failed, and `editor` was called all the same

use world::{Failure, Service};

pub async fn order_of_events(
    archive: Service,
    editor: Option<Service>,
    readers: Service,
    article: &str,
) -> Result<String, Failure> {
    let _ = archive.call(article).await;
    if let Some(editor) = editor {
        let _ = editor.call(article).await;
    }
    readers.call(article).await
}
