//! The same without the macro.

async fn greet(name: &str) {
    println!("hello, {name}");
}

fn main() -> std::io::Result<()> {
    let greeting = greet("ada");
    println!("there is no runtime, and nobody was greeted");

    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(greeting);
    println!("the greeting is done");
    Ok(())
}
