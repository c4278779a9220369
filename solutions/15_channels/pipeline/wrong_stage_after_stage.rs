//! Fetches all, then parses all, then stores all.
// refused: all pages were fetched before the first one was parsed

use world::Service;

async fn all(pages: Vec<String>, stage: &Service) -> Vec<String> {
    let mut done = Vec::new();
    for page in pages {
        done.extend(stage.call(&page).await);
    }
    done
}

pub async fn pipeline(
    pages: Vec<String>,
    fetch: Service,
    parse: Service,
    store: Service,
    room: usize,
) -> Vec<String> {
    let _ = room;
    let texts = all(pages, &fetch).await;
    let links = all(texts, &parse).await;
    all(links, &store).await
}
