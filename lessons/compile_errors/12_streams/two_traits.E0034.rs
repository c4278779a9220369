use futures::StreamExt;
use tokio_stream::StreamExt as _;

#[tokio::main]
async fn main() {
    let mut numbers = tokio_stream::iter([1, 2, 3]);
    println!("{:?}", numbers.next().await);
}
