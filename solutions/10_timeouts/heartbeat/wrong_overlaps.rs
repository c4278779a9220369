//! Spawns each call, so that the loop is never late.
// refused: two calls were under way at once

use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::interval;
use world::Service;

pub async fn heartbeat(period: Duration, beats: usize, server: Service) {
    let mut clock = interval(period);
    let mut calls = JoinSet::new();
    for _ in 0..beats {
        clock.tick().await;
        calls.spawn(server.call("alive"));
    }
    calls.join_all().await;
}
