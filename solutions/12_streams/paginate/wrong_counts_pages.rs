//! Counts the pages, and looks at what is behind the `>` only to learn whether there is another one.
// refused: page 1 ends with `>3`, and another page was asked for behind it

use async_stream::try_stream;
use futures::Stream;
use world::{Failure, Service};

pub fn paginate(archive: Service) -> impl Stream<Item = Result<String, Failure>> {
    try_stream! {
        for number in 1.. {
            let page = archive.call(&number.to_string()).await?;
            let (entries, next) = parse(&page);
            for entry in entries {
                yield entry;
            }
            if next.is_none() {
                break;
            }
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
