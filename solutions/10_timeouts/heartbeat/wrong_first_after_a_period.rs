//! The first beat comes after a period.
// refused: the first beat came after 100 ms

use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval_at};
use world::Service;

pub async fn heartbeat(period: Duration, beats: usize, server: Service) {
    let mut clock = interval_at(Instant::now() + period, period);
    clock.set_missed_tick_behavior(MissedTickBehavior::Skip);
    for _ in 0..beats {
        clock.tick().await;
        let _ = server.call("alive").await;
    }
}
