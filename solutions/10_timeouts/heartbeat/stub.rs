//! Still alive.
//!
//! **Why it matters.** Whoever listens for a heartbeat counts the seconds. A beat that comes a little
//! later each time, or ten of them at once after a break, says something that is not so.
//!
//! **What to do.** Call `server.call("alive")` so many times: at once, and from then on every
//! `period`, measured from the beginning. The calls take a while, and that must not move the beats.
//!
//! - There is never more than one call under way. A call may take longer than a `period`: then the
//!   next beat is late. Send it as soon as the call is done.
//! - Beats that were missed meanwhile are left out: however many they are, one call is made for
//!   them, and the next beat is due at the next multiple of `period`.
//! - A call may fail. The next beat is due all the same.
//!
//! With a period of 100 ms and a second call that takes 250 ms, the beats are at 0, 100, 350, 400
//! and 500 ms.

use std::time::Duration;
use world::Service;

pub async fn heartbeat(period: Duration, beats: usize, server: Service) {
    // TODO: this beats without a pause
    let _ = period;
    for _ in 0..beats {
        let _ = server.call("alive").await;
    }
}
