//! A task reads the archive and sends the entries: it begins at once.
// refused: before anybody had asked for an entry

use futures::Stream;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use world::{Failure, Service};

pub fn paginate(archive: Service) -> impl Stream<Item = Result<String, Failure>> {
    let (outbox, inbox) = mpsc::channel(1);
    tokio::spawn(async move {
        let mut next = Some("1".to_owned());
        while let Some(number) = next {
            let page = match archive.call(&number).await {
                Ok(page) => page,
                Err(failure) => {
                    let _ = outbox.send(Err(failure)).await;
                    return;
                }
            };
            let (entries, after) = parse(&page);
            for entry in entries {
                if outbox.send(Ok(entry)).await.is_err() {
                    return;
                }
            }
            next = after;
        }
    });
    ReceiverStream::new(inbox)
}

/// The entries of a page, and what the next one is called, if there is one.
pub fn parse(page: &str) -> (Vec<String>, Option<String>) {
    let (entries, next) = match page.split_once('>') {
        Some((entries, next)) => (entries, Some(next.to_owned())),
        None => (page, None),
    };
    (entries.split_whitespace().map(str::to_owned).collect(), next)
}
