//! Asks Tokio's budget, which counts and knows nothing of how long a page takes.
// refused: others had to wait for 1.28 s

pub async fn be_fair(pages: u32, mut read: impl FnMut(u32) -> u64) -> u64 {
    let mut sum = 0;
    for page in 0..pages {
        tokio::task::coop::consume_budget().await;
        sum += read(page);
    }
    sum
}
