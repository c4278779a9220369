use tokio::sync::mpsc;

#[tokio::main]
async fn main() {
    let (orders, mut inbox) = mpsc::channel(2);
    let order = String::from("tea");
    orders.send(order).await.unwrap();
    println!("sent: {order}");
    inbox.recv().await;
}
