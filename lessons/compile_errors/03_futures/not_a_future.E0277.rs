fn temperature() -> i32 {
    24
}

#[tokio::main]
async fn main() {
    println!("{}", temperature().await);
}
