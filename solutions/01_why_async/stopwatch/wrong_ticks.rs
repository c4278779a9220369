//! Counts the ticks of ten milliseconds that go by meanwhile, and loses the last one.
// refused: your stopwatch shows 10 ms too little

use std::pin::pin;
use std::time::Duration;

use tokio::time::sleep;

pub async fn stopwatch<F: Future>(future: F) -> (F::Output, Duration) {
    let mut future = pin!(future);
    let mut took = Duration::ZERO;
    loop {
        tokio::select! {
            biased;
            output = &mut future => return (output, took),
            () = sleep(Duration::from_millis(10)) => took += Duration::from_millis(10),
        }
    }
}
