use tokio::time::{Duration, interval, sleep};

#[tokio::main]
async fn main() {
    let mut tick = interval(Duration::from_secs(1));
    let closing = sleep(Duration::from_millis(2500));
    loop {
        tokio::select! {
            () = closing => break,
            _ = tick.tick() => println!("tick"),
        }
    }
}
