//! After a failure it asks for the same page again, and again.
// refused: the failure is to be the last item, and your stream goes on behind it

use async_stream::stream;
use futures::Stream;
use world::{Failure, Service};

pub fn paginate(archive: Service) -> impl Stream<Item = Result<String, Failure>> {
    stream! {
        let mut next = Some("1".to_owned());
        while let Some(number) = next {
            match archive.call(&number).await {
                Ok(page) => {
                    let (entries, after) = parse(&page);
                    for entry in entries {
                        yield Ok(entry);
                    }
                    next = after;
                }
                Err(failure) => {
                    yield Err(failure);
                    next = Some(number);
                }
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
