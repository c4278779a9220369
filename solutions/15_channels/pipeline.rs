//! A task for each of the first two stages, with a bounded channel behind it. The last stage is the function itself.

use tokio::sync::mpsc;
use world::Service;

async fn first(pages: Vec<String>, stage: Service, next: mpsc::Sender<String>) {
    for page in pages {
        if let Ok(done) = stage.call(&page).await
            && next.send(done).await.is_err()
        {
            return;
        }
    }
}

async fn middle(mut before: mpsc::Receiver<String>, stage: Service, next: mpsc::Sender<String>) {
    while let Some(page) = before.recv().await {
        if let Ok(done) = stage.call(&page).await
            && next.send(done).await.is_err()
        {
            return;
        }
    }
}

pub async fn pipeline(
    pages: Vec<String>,
    fetch: Service,
    parse: Service,
    store: Service,
    room: usize,
) -> Vec<String> {
    let (fetched, texts) = mpsc::channel(room);
    let (parsed, mut links) = mpsc::channel(room);
    tokio::spawn(first(pages, fetch, fetched));
    tokio::spawn(middle(texts, parse, parsed));
    let mut receipts = Vec::new();
    while let Some(links) = links.recv().await {
        receipts.extend(store.call(&links).await);
    }
    receipts
}
