//! After a late beat, the clock begins anew.
// refused: your clock begins anew with a late beat

use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};
use world::Service;

pub async fn heartbeat(period: Duration, beats: usize, server: Service) {
    let mut clock = interval(period);
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    for _ in 0..beats {
        clock.tick().await;
        let _ = server.call("alive").await;
    }
}
