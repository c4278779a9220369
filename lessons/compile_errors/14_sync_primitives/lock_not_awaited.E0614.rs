use tokio::sync::Mutex;

#[tokio::main]
async fn main() {
    let left = Mutex::new(10);
    *left.lock() -= 1;
}
