//! Tasks that send what they get; the channel keeps the order of coming.

use tokio::sync::mpsc;
use world::{Failure, Service};

pub async fn as_they_come(mirrors: Vec<Service>, mut show: impl FnMut(Result<String, Failure>)) {
    let (outbox, mut inbox) = mpsc::channel(8);
    for mirror in mirrors {
        let outbox = outbox.clone();
        tokio::spawn(async move { outbox.send(mirror.call("page").await).await });
    }
    drop(outbox);
    while let Some(answer) = inbox.recv().await {
        show(answer);
    }
}
