use tokio::sync::mpsc;

#[tokio::main]
async fn main() {
    let (queue, jobs) = mpsc::channel::<u32>(2);
    for _ in 0..2 {
        let mut jobs = jobs.clone();
        tokio::spawn(async move { while jobs.recv().await.is_some() {} });
    }
    queue.send(1).await.unwrap();
}
