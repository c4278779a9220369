//! Takes the first failure for the end.
// refused: calls failed, and after one beat of 4 your answer gave up

use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};
use world::Service;

pub async fn heartbeat(period: Duration, beats: usize, server: Service) {
    let mut clock = interval(period);
    clock.set_missed_tick_behavior(MissedTickBehavior::Skip);
    for _ in 0..beats {
        clock.tick().await;
        if server.call("alive").await.is_err() {
            return;
        }
    }
}
