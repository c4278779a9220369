//! Steps aside after each page.

pub async fn be_fair(pages: u32, mut read: impl FnMut(u32) -> u64) -> u64 {
    let mut sum = 0;
    for page in 0..pages {
        sum += read(page);
        tokio::task::yield_now().await;
    }
    sum
}
