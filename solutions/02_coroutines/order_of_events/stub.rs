//! Saved, read, published: in this order.
//!
//! **Why it matters.** A future that is never awaited never runs, and nothing fails: the program
//! goes on as if it had. rustc warns where a future stands alone on a line. It does not where it is
//! bound to a name such as `_saved`, or is inside of an `Option`.
//!
//! **What to do.** The function below publishes an article. It compiles without a warning, and of
//! its three calls only one is ever made. Mend it:
//!
//! 1. `archive` is called with the article.
//! 2. When that is done, and if there is an `editor`, the editor is called with the article.
//! 3. When that is done, `readers` are called with the article. Their answer is returned.
//!
//! If a call fails, that failure is returned, and nobody is called after it.

use world::{Failure, Service};

pub async fn order_of_events(
    archive: Service,
    editor: Option<Service>,
    readers: Service,
    article: &str,
) -> Result<String, Failure> {
    // TODO: three futures are made here: who runs them?
    let _saved = archive.call(article);
    editor.map(|editor| editor.call(article));
    let published = readers.call(article);
    published.await
}
