//! A destructor is no async function.

use std::time::Duration;
use tokio::time::sleep;

struct Session;

impl Drop for Session {
    fn drop(&mut self) {
        sleep(Duration::from_secs(1)).await;
        println!("goodbye");
    }
}

fn main() {
    drop(Session);
}
