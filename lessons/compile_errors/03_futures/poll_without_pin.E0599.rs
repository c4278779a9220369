use std::task::{Context, Waker};

async fn temperature() -> i32 {
    24
}

fn main() {
    let mut future = temperature();
    let mut context = Context::from_waker(Waker::noop());
    println!("{:?}", future.poll(&mut context));
}
