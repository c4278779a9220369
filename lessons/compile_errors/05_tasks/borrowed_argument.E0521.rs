async fn start_upload(file: &str) {
    tokio::spawn(async move {
        println!("{file}");
    });
}

#[tokio::main]
async fn main() {
    start_upload("photos").await;
}
