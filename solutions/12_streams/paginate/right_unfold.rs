//! A stream of pages, unfolded from the number of the next one; then the pages are laid end to end.

use futures::{Stream, TryStreamExt, stream};
use world::{Failure, Service};

pub fn paginate(archive: Service) -> impl Stream<Item = Result<String, Failure>> {
    let pages = stream::try_unfold(Some("1".to_owned()), move |next| {
        let archive = archive.clone();
        async move {
            let Some(number) = next else { return Ok(None) };
            let (entries, after) = parse(&archive.call(&number).await?);
            Ok(Some((stream::iter(entries.into_iter().map(Ok)), after)))
        }
    });
    pages.try_flatten()
}

/// The entries of a page, and what the next one is called, if there is one.
pub fn parse(page: &str) -> (Vec<String>, Option<String>) {
    let (entries, next) = match page.split_once('>') {
        Some((entries, next)) => (entries, Some(next.to_owned())),
        None => (page, None),
    };
    (entries.split_whitespace().map(str::to_owned).collect(), next)
}
