use futures::stream::{self, Stream};

fn indoors() -> impl Stream<Item = u32> {
    stream::iter([20, 21])
}

fn outdoors() -> impl Stream<Item = u32> {
    stream::iter([7, 8, 9])
}

#[tokio::main]
async fn main() {
    let _both = stream::select_all([indoors(), outdoors()]);
}
