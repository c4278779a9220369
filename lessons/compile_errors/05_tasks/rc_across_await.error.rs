use std::rc::Rc;
use tokio::time::{Duration, sleep};

#[tokio::main]
async fn main() {
    let task = tokio::spawn(async {
        let files = Rc::new(["photos", "music"]);
        sleep(Duration::from_secs(1)).await;
        println!("{} files", files.len());
    });
    task.await.expect("counting does not panic");
}
