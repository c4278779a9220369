use std::sync::Arc;

use tokio::sync::Semaphore;

#[tokio::main]
async fn main() {
    let printers = Arc::new(Semaphore::new(2));
    let printer = printers.acquire().await.unwrap();
    tokio::spawn(async move {
        println!("prints");
        drop(printer);
    });
}
