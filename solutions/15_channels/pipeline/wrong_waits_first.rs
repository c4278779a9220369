//! Waits for the first two stages to end before it stores: with little room, they wait for it.
// refused: the stages wait for somebody who waits for them

use tokio::sync::mpsc;
use world::Service;

pub async fn pipeline(
    pages: Vec<String>,
    fetch: Service,
    parse: Service,
    store: Service,
    room: usize,
) -> Vec<String> {
    let (fetched, mut texts) = mpsc::channel(room);
    let (parsed, mut links) = mpsc::channel(room);
    let fetching = tokio::spawn(async move {
        for page in pages {
            if let Ok(text) = fetch.call(&page).await {
                let _ = fetched.send(text).await;
            }
        }
    });
    let parsing = tokio::spawn(async move {
        while let Some(text) = texts.recv().await {
            if let Ok(links) = parse.call(&text).await {
                let _ = parsed.send(links).await;
            }
        }
    });
    let _ = tokio::join!(fetching, parsing);
    let mut receipts = Vec::new();
    while let Some(links) = links.recv().await {
        receipts.extend(store.call(&links).await);
    }
    receipts
}
