use futures::{Stream, StreamExt, stream};

async fn first(mut numbers: impl Stream<Item = u32>) -> Option<u32> {
    numbers.next().await
}

#[tokio::main]
async fn main() {
    println!("{:?}", first(stream::iter([1, 2, 3])).await);
}
