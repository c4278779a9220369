//! An async function: each `yield_now` is not ready once.

pub async fn countdown(from: u32) {
    for _ in 0..from {
        tokio::task::yield_now().await;
    }
}
