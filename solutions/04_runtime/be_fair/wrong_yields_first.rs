//! Steps aside once, and then does all of the work.
// refused: your function steps aside before its work, and then never again

pub async fn be_fair(pages: u32, mut read: impl FnMut(u32) -> u64) -> u64 {
    tokio::task::yield_now().await;
    (0..pages).map(|page| read(page)).sum()
}
