//! Time that passes while the thread is held: for computing and for calls that block.

use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

use tokio::time::Instant;

/// Computes for as long as `duration` says, and lets nobody else run meanwhile.
///
/// It stands for work that needs the processor: parsing, compressing, hashing. There is no `.await`
/// in it, so the task that calls it keeps its thread until the work is done, and every timer that
/// runs out meanwhile is late.
///
/// On a paused clock it costs no real time: the virtual clock moves on by `duration`, and nothing
/// else happens. On the real clock, and outside a runtime, it keeps the processor busy for that
/// long.
///
/// ```
/// use std::time::Duration;
/// use tokio::time::{Instant, sleep};
///
/// # fn main() -> std::io::Result<()> {
/// let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()?;
/// runtime.block_on(async {
///     let begin = Instant::now();
///     let timer = async {
///         sleep(Duration::from_secs(1)).await;
///         begin.elapsed()
///     };
///     let work = async { world::compute(Duration::from_secs(3)) };
///     let (rang_after, ()) = tokio::join!(timer, work);
///     assert_eq!(rang_after, Duration::from_secs(3)); // two seconds late: nobody could look
/// });
/// # Ok(())
/// # }
/// ```
pub fn compute(duration: Duration) {
    if frozen() {
        advance(duration);
    } else {
        let begin = std::time::Instant::now();
        while begin.elapsed() < duration {
            std::hint::spin_loop();
        }
    }
}

/// Waits for as long as `duration` says, and keeps the thread meanwhile: it stands for
/// `std::thread::sleep`, and for every call that waits without an `.await`.
///
/// On a paused clock it costs no real time: the virtual clock moves on by `duration`, and nothing
/// else happens. On the real clock, and outside a runtime, the thread sleeps for that long.
///
/// ```
/// use std::time::Duration;
/// use tokio::time::Instant;
///
/// # fn main() -> std::io::Result<()> {
/// let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()?;
/// runtime.block_on(async {
///     let begin = Instant::now();
///     let other = tokio::spawn(async move { begin.elapsed() });
///     world::block(Duration::from_secs(3));
///     let began_after = other.await.expect("it does not panic");
///     assert_eq!(began_after, Duration::from_secs(3)); // nobody could run it before
/// });
/// # Ok(())
/// # }
/// ```
pub fn block(duration: Duration) {
    if frozen() {
        advance(duration);
    } else {
        std::thread::sleep(duration);
    }
}

/// Whether this thread is in a runtime whose clock is paused.
///
/// Tokio does not tell. But a clock that does not move while the computer's does is a paused
/// one.
fn frozen() -> bool {
    if tokio::runtime::Handle::try_current().is_err() {
        return false;
    }
    let virtual_now = Instant::now();
    let real_now = std::time::Instant::now();
    while real_now.elapsed() < Duration::from_micros(1) {}
    Instant::now() == virtual_now
}

/// Moves the paused clock and gives nobody the occasion to run.
///
/// `tokio::time::advance` moves the clock in its first poll and yields to the other tasks after
/// that; it is polled once and then dropped, so the yielding never happens.
fn advance(duration: Duration) {
    let advance = pin!(tokio::time::advance(duration));
    let _ = advance.poll(&mut Context::from_waker(Waker::noop()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paused() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime")
    }

    #[test]
    fn computing_moves_the_paused_clock_by_exactly_that_much() {
        paused().block_on(async {
            let begin = Instant::now();
            compute(Duration::from_millis(250));
            assert_eq!(begin.elapsed(), Duration::from_millis(250));
        });
    }

    #[test]
    fn nobody_runs_meanwhile() {
        paused().block_on(async {
            let begin = Instant::now();
            let other = tokio::spawn(async move { begin.elapsed() });
            compute(Duration::from_secs(2));
            assert_eq!(
                other.await.expect("it does not panic"),
                Duration::from_secs(2)
            );
        });
    }

    #[test]
    fn three_computations_do_not_overlap() {
        paused().block_on(async {
            let begin = Instant::now();
            let work = || tokio::spawn(async { compute(Duration::from_secs(3)) });
            let (a, b, c) = tokio::join!(work(), work(), work());
            assert!(a.is_ok() && b.is_ok() && c.is_ok());
            assert_eq!(begin.elapsed(), Duration::from_secs(9));
        });
    }

    #[test]
    fn on_the_real_clock_and_outside_a_runtime_it_takes_real_time() {
        let begin = std::time::Instant::now();
        compute(Duration::from_millis(5));
        assert!(begin.elapsed() >= Duration::from_millis(5));

        let real = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .expect("a runtime");
        real.block_on(async {
            let begin = Instant::now();
            compute(Duration::from_millis(5));
            block(Duration::from_millis(5));
            assert!(begin.elapsed() >= Duration::from_millis(10));
        });
    }
}
