async fn temperature() -> i32 {
    24
}

fn is_warm(degrees: i32) -> bool {
    degrees > 20
}

#[tokio::main]
async fn main() {
    println!("{}", is_warm(temperature()));
}
