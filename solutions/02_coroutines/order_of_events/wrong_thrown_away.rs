//! `map` makes the editor's future, and nobody takes it out of the `Option`.
// refused: `editor` was never called

use world::{Failure, Service};

pub async fn order_of_events(
    archive: Service,
    editor: Option<Service>,
    readers: Service,
    article: &str,
) -> Result<String, Failure> {
    archive.call(article).await?;
    editor.map(async |editor| editor.call(article).await);
    readers.call(article).await
}
