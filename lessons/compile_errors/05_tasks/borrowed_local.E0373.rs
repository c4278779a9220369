async fn upload(file: &str) {
    println!("{file}");
}

#[tokio::main]
async fn main() {
    let file = String::from("photos");
    let task = tokio::spawn(async {
        upload(&file).await;
    });
    task.await.expect("an upload does not panic");
}
