async fn countdown(from: u32) {
    println!("{from}");
    if from > 0 {
        countdown(from - 1).await;
    }
}

#[tokio::main]
async fn main() {
    countdown(3).await;
}
