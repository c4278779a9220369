//! What a timeout gives is a `Result`, around whatever the future gives.

use std::time::Duration;
use tokio::time::timeout;

async fn fetch() -> String {
    "a page".to_owned()
}

#[tokio::main]
async fn main() {
    let page: String = timeout(Duration::from_secs(1), fetch()).await;
    println!("{page}");
}
