use std::time::Duration;
use tokio::time::{sleep, timeout};

async fn tea() -> &'static str {
    sleep(Duration::from_secs(3)).await;
    "tea"
}

#[tokio::main]
async fn main() {
    let mut tea = tea();
    if timeout(Duration::from_secs(1), &mut tea).await.is_err() {
        println!("not yet");
    }
    println!("{}", tea.await);
}
