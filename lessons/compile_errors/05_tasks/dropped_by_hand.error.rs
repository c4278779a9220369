use std::rc::Rc;
use tokio::time::{Duration, sleep};

#[tokio::main]
async fn main() {
    let task = tokio::spawn(async {
        let files = Rc::new(["photos", "music"]);
        let size = files.len();
        drop(files);
        sleep(Duration::from_secs(1)).await;
        println!("{size} files");
    });
    task.await.expect("counting does not panic");
}
