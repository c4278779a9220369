use tokio::time::{Duration, sleep};

fn nap() {
    sleep(Duration::from_secs(1)).await;
}

#[tokio::main]
async fn main() {
    nap();
}
