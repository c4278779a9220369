use futures::{StreamExt, stream};

#[tokio::main]
async fn main() {
    let _even = stream::iter([1, 2, 3]).filter(|number| number % 2 == 0);
}
