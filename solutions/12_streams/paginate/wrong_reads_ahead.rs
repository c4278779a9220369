//! Fetches the next page before it hands out this one.
// refused: the first entry lies on one page, and two pages were asked for

use async_stream::try_stream;
use futures::Stream;
use world::{Failure, Service};

pub fn paginate(archive: Service) -> impl Stream<Item = Result<String, Failure>> {
    try_stream! {
        let mut page = parse(&archive.call("1").await?);
        loop {
            let (entries, next) = page;
            let after = match next {
                Some(number) => Some(archive.call(&number).await),
                None => None,
            };
            for entry in entries {
                yield entry;
            }
            page = match after {
                Some(after) => parse(&after?),
                None => return,
            };
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
