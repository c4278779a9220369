//! No limit between the stages.
// refused: pages were fetched and not stored

use tokio::sync::mpsc;
use world::Service;

pub async fn pipeline(
    pages: Vec<String>,
    fetch: Service,
    parse: Service,
    store: Service,
    room: usize,
) -> Vec<String> {
    let _ = room;
    let (fetched, mut texts) = mpsc::unbounded_channel();
    let (parsed, mut links) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        for page in pages {
            if let Ok(text) = fetch.call(&page).await {
                let _ = fetched.send(text);
            }
        }
    });
    tokio::spawn(async move {
        while let Some(text) = texts.recv().await {
            if let Ok(links) = parse.call(&text).await {
                let _ = parsed.send(links);
            }
        }
    });
    let mut receipts = Vec::new();
    while let Some(links) = links.recv().await {
        receipts.extend(store.call(&links).await);
    }
    receipts
}
