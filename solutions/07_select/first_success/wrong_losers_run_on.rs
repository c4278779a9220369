//! Tasks that report into a channel: nobody ends those that come too late.
// refused: the call to `rome` goes on after your answer has returned: nobody has cancelled it

use tokio::sync::mpsc;
use world::{Failure, Service};

pub async fn first_success(mirrors: Vec<Service>) -> Result<String, Vec<Failure>> {
    let (outbox, mut inbox) = mpsc::channel(8);
    for mirror in mirrors {
        let outbox = outbox.clone();
        tokio::spawn(async move { outbox.send(mirror.call("page").await).await });
    }
    drop(outbox);
    let mut failures = Vec::new();
    while let Some(outcome) = inbox.recv().await {
        match outcome {
            Ok(page) => return Ok(page),
            Err(failure) => failures.push(failure),
        }
    }
    Err(failures)
}
