//! Sleeps for the period behind each call.
// refused: each beat comes later by what the call before it took

use std::time::Duration;
use tokio::time::sleep;
use world::Service;

pub async fn heartbeat(period: Duration, beats: usize, server: Service) {
    for _ in 0..beats {
        let _ = server.call("alive").await;
        sleep(period).await;
    }
}
