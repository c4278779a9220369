use std::sync::{Arc, Mutex};

async fn sell(left: Arc<Mutex<u32>>) {
    let mut left = left.lock().unwrap();
    tokio::task::yield_now().await;
    *left -= 1;
}

#[tokio::main]
async fn main() {
    let left = Arc::new(Mutex::new(10));
    tokio::spawn(sell(left)).await.unwrap();
}
