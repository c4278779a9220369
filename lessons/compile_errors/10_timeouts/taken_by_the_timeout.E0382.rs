//! `timeout` takes the future that it is given.

use std::{pin::pin, time::Duration};
use tokio::time::{sleep, timeout};

#[tokio::main]
async fn main() {
    let nap = pin!(sleep(Duration::from_secs(3)));
    if timeout(Duration::from_secs(1), nap).await.is_err() {
        println!("late, but we go on waiting");
        nap.await;
    }
}
