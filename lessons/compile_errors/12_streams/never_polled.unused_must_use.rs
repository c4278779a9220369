use futures::{StreamExt, stream};

#[tokio::main]
async fn main() {
    stream::iter([1, 2, 3]).map(|number| println!("{number}"));
}
