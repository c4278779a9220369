use futures::stream;

#[tokio::main]
async fn main() {
    let numbers = stream::iter([1, 2, 3]);
    for number in numbers {
        println!("{number}");
    }
}
