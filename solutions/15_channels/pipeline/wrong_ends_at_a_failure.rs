//! A stage that fails leaves its loop; everything behind it is lost.
// refused: a page that fails goes no further; the others do

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
    tokio::spawn(async move {
        for page in pages {
            let Ok(text) = fetch.call(&page).await else { return };
            let _ = fetched.send(text).await;
        }
    });
    tokio::spawn(async move {
        while let Some(text) = texts.recv().await {
            let Ok(links) = parse.call(&text).await else { return };
            let _ = parsed.send(links).await;
        }
    });
    let mut receipts = Vec::new();
    while let Some(links) = links.recv().await {
        receipts.extend(store.call(&links).await);
    }
    receipts
}
