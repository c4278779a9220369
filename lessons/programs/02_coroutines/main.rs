//! An async `main`.

async fn greet(name: &str) {
    println!("hello, {name}");
}

#[tokio::main]
async fn main() {
    greet("ada").await;
}
