async fn temperature() -> i32 {
    24
}

#[tokio::main]
async fn main() {
    let rome = temperature();
    println!("now {}", rome.await);
    println!("and now {}", rome.await);
}
