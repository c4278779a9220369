//! All pages are fetched, and then handed out.
// refused: the first entry lies on one page, and three pages were asked for

use async_stream::stream;
use futures::Stream;
use world::{Failure, Service};

pub fn paginate(archive: Service) -> impl Stream<Item = Result<String, Failure>> {
    stream! {
        let mut all = Vec::new();
        let mut next = Some("1".to_owned());
        while let Some(number) = next {
            match archive.call(&number).await {
                Ok(page) => {
                    let (entries, after) = parse(&page);
                    all.extend(entries.into_iter().map(Ok));
                    next = after;
                }
                Err(failure) => {
                    all.push(Err(failure));
                    next = None;
                }
            }
        }
        for entry in all {
            yield entry;
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
