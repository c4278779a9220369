//! With `stream!`, where a failure has to be handed out by hand.

use async_stream::stream;
use futures::Stream;
use world::{Failure, Service};

pub fn paginate(archive: Service) -> impl Stream<Item = Result<String, Failure>> {
    stream! {
        let mut number = "1".to_owned();
        loop {
            let page = match archive.call(&number).await {
                Ok(page) => page,
                Err(failure) => {
                    yield Err(failure);
                    return;
                }
            };
            let (entries, next) = parse(&page);
            for entry in entries {
                yield Ok(entry);
            }
            match next {
                Some(next) => number = next,
                None => return,
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
