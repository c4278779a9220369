//! A loop over the pages, which stops at every entry until the next one is asked for.

use async_stream::try_stream;
use futures::Stream;
use world::{Failure, Service};

pub fn paginate(archive: Service) -> impl Stream<Item = Result<String, Failure>> {
    try_stream! {
        let mut next = Some("1".to_owned());
        while let Some(number) = next {
            let page = archive.call(&number).await?;
            let (entries, after) = parse(&page);
            for entry in entries {
                yield entry;
            }
            next = after;
        }
    }
}

/// The entries of a page, and what the next one is called, if there is one.
pub fn parse(page: &str) -> (Vec<String>, Option<String>) {
    let (entries, next) = match page.split_once('>') {
        Some((entries, next)) => (entries, Some(next.to_owned())),
        None => (page, None),
    };
    (entries.split_whitespace().map(str::to_owned).collect(), next)
}
