//! Computes from the beginning when the next beat is due.

use std::time::Duration;
use tokio::time::{Instant, sleep_until};
use world::Service;

pub async fn heartbeat(period: Duration, beats: usize, server: Service) {
    let mut due = Instant::now();
    for _ in 0..beats {
        sleep_until(due).await;
        let sent = Instant::now();
        let _ = server.call("alive").await;
        while due <= sent {
            due += period;
        }
    }
}
