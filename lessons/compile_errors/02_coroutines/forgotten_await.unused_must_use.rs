async fn save(text: &str) {
    println!("saved: {text}");
}

#[tokio::main]
async fn main() {
    save("a letter");
    println!("your letter is saved");
}
