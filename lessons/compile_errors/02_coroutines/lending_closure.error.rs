async fn twice<F: Future<Output = ()>>(mut visit: impl FnMut(u32) -> F) {
    visit(1).await;
    visit(2).await;
}

#[tokio::main]
async fn main() {
    let mut seen = Vec::new();
    twice(|number| {
        let seen = &mut seen;
        async move { seen.push(number) }
    })
    .await;
    println!("{seen:?}");
}
