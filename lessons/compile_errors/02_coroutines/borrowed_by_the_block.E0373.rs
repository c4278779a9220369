fn greeting(name: String) -> impl Future<Output = ()> {
    async { println!("hello, {name}") }
}

#[tokio::main]
async fn main() {
    greeting("ada".to_owned()).await;
}
