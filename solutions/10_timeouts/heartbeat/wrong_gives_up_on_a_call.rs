//! Cuts a call off when the next beat is due.
// refused: the call of beat number 2 was dropped after 100 ms

use std::time::Duration;
use tokio::time::{interval, timeout};
use world::Service;

pub async fn heartbeat(period: Duration, beats: usize, server: Service) {
    let mut clock = interval(period);
    for _ in 0..beats {
        clock.tick().await;
        let _ = timeout(period, server.call("alive")).await;
    }
}
