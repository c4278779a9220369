//! One function for a stage, used three times: it takes a receiver and gives the next one.

use tokio::sync::mpsc;
use world::Service;

fn stage(service: Service, mut before: mpsc::Receiver<String>, room: usize) -> mpsc::Receiver<String> {
    let (sender, after) = mpsc::channel(room);
    tokio::spawn(async move {
        while let Some(page) = before.recv().await {
            if let Ok(done) = service.call(&page).await {
                let _ = sender.send(done).await;
            }
        }
    });
    after
}

pub async fn pipeline(
    pages: Vec<String>,
    fetch: Service,
    parse: Service,
    store: Service,
    room: usize,
) -> Vec<String> {
    let (sender, all) = mpsc::channel(1);
    tokio::spawn(async move {
        for page in pages {
            let _ = sender.send(page).await;
        }
    });
    let mut receipts = stage(store, stage(parse, stage(fetch, all, room), room), room);
    let mut all = Vec::new();
    while let Some(receipt) = receipts.recv().await {
        all.push(receipt);
    }
    all
}
