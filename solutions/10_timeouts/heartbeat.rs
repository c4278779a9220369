//! An interval that skips what was missed.

use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};
use world::Service;

pub async fn heartbeat(period: Duration, beats: usize, server: Service) {
    let mut clock = interval(period);
    clock.set_missed_tick_behavior(MissedTickBehavior::Skip);
    for _ in 0..beats {
        clock.tick().await;
        let _ = server.call("alive").await;
    }
}
