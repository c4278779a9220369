use futures::future::join_all;

#[tokio::main]
async fn main() {
    let one = async { 1 };
    let two = async { 2 };
    let answers = join_all([one, two]).await;
    println!("{answers:?}");
}
