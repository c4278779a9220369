//! What was given to a `send` is gone when that is given up.

use std::time::Duration;
use tokio::{sync::mpsc, time::timeout};

#[tokio::main]
async fn main() {
    let (orders, _inbox) = mpsc::channel::<String>(1);
    let order = "cake".to_owned();
    while timeout(Duration::from_secs(1), orders.send(order)).await.is_err() {
        println!("no room; once more");
    }
}
