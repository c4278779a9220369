//! Publishes before anybody has read it.
// refused: the call to `readers` began after 200 ms

use world::{Failure, Service};

pub async fn order_of_events(
    archive: Service,
    editor: Option<Service>,
    readers: Service,
    article: &str,
) -> Result<String, Failure> {
    archive.call(article).await?;
    let told = readers.call(article).await?;
    if let Some(editor) = editor {
        editor.call(article).await?;
    }
    Ok(told)
}
