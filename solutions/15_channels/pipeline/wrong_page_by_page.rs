//! One page after the other, each through all stages.
// refused: one after the other

use world::Service;

pub async fn pipeline(
    pages: Vec<String>,
    fetch: Service,
    parse: Service,
    store: Service,
    room: usize,
) -> Vec<String> {
    let _ = room;
    let mut receipts = Vec::new();
    for page in pages {
        let Ok(text) = fetch.call(&page).await else { continue };
        let Ok(links) = parse.call(&text).await else { continue };
        receipts.extend(store.call(&links).await);
    }
    receipts
}
