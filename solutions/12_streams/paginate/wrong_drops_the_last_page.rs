//! Whether there is a next page is looked at before this one is handed out.
// refused: four items come back

use async_stream::try_stream;
use futures::Stream;
use world::{Failure, Service};

pub fn paginate(archive: Service) -> impl Stream<Item = Result<String, Failure>> {
    try_stream! {
        let mut number = "1".to_owned();
        loop {
            let (entries, next) = parse(&archive.call(&number).await?);
            let Some(next) = next else { return };
            for entry in entries {
                yield entry;
            }
            number = next;
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
