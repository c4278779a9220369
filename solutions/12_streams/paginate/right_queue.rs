//! One state for both: the entries that are left, and the next page.

use std::collections::VecDeque;

use futures::{Stream, stream};
use world::{Failure, Service};

pub fn paginate(archive: Service) -> impl Stream<Item = Result<String, Failure>> {
    let start = (VecDeque::new(), Some("1".to_owned()), archive);
    stream::unfold(start, async |(mut left, mut next, archive)| {
        loop {
            if let Some(entry) = left.pop_front() {
                return Some((Ok(entry), (left, next, archive)));
            }
            match archive.call(&next.take()?).await {
                Ok(page) => {
                    let (entries, after) = parse(&page);
                    left.extend(entries);
                    next = after;
                }
                Err(failure) => return Some((Err(failure), (left, None, archive))),
            }
        }
    })
}

/// The entries of a page, and what the next one is called, if there is one.
pub fn parse(page: &str) -> (Vec<String>, Option<String>) {
    let (entries, next) = match page.split_once('>') {
        Some((entries, next)) => (entries, Some(next.to_owned())),
        None => (page, None),
    };
    (entries.split_whitespace().map(str::to_owned).collect(), next)
}
