#[tokio::main]
async fn main() {
    let files = vec!["photos", "music"];
    let first = tokio::spawn(async move { println!("{}", files[0]) });
    let second = tokio::spawn(async move { println!("{}", files[1]) });
    first.await.expect("printing does not panic");
    second.await.expect("printing does not panic");
}
