use futures::{StreamExt, stream};

#[tokio::main]
async fn main() {
    let factor = 10;
    let _products = stream::iter([1, 2, 3]).then(async move |number| number * factor);
}
