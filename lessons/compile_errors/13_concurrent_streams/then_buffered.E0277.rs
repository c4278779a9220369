use futures::{StreamExt, stream};

async fn download(file: &'static str) -> String {
    format!("contents of {file}")
}

#[tokio::main]
async fn main() {
    let _files = stream::iter(["a", "b"]).then(download).buffered(2);
}
