//! Computes for as long as a test asks for, on however busy a machine.

use std::{
    hint::spin_loop,
    time::{Duration, Instant},
};

/// How long this thread has run on a processor; `None` where the system does not say.
pub(crate) fn ran() -> Option<Duration> {
    let statistics = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanos = statistics.split_ascii_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanos))
}

/// Computes until the thread has run for so long on a processor.
pub(crate) fn compute_alone(time: Duration) {
    let began = ran();
    while ran()
        .zip(began)
        .is_some_and(|(now, began)| now - began < time)
    {
        let look = Instant::now() + Duration::from_millis(1);
        while Instant::now() < look {
            spin_loop();
        }
    }
}
