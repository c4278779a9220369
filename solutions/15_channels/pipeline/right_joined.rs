//! All three in one task, joined. Each block owns its ends of the channels, and drops them at its end.

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
    let fetching = async move {
        for page in pages {
            if let Ok(text) = fetch.call(&page).await {
                fetched.send(text).await.expect("parsing goes on");
            }
        }
    };
    let parsing = async move {
        while let Some(text) = texts.recv().await {
            if let Ok(links) = parse.call(&text).await {
                parsed.send(links).await.expect("storing goes on");
            }
        }
    };
    let storing = async {
        let mut receipts = Vec::new();
        while let Some(links) = links.recv().await {
            receipts.extend(store.call(&links).await);
        }
        receipts
    };
    tokio::join!(fetching, parsing, storing).2
}
