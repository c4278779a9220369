//! Which threads the process has and what they do, where the system says so.

use std::{collections::BTreeSet, sync::Mutex};

use super::lock;

/// The threads that wake nobody, of all recordings of this process: those that look at sleeping runtimes, and those
/// of runtimes that sleep for want of anything to do.
static IDLE: Mutex<BTreeSet<u64>> = Mutex::new(BTreeSet::new());

/// The runtime of this thread has nothing to do.
pub(super) fn falls_asleep(id: u64) {
    lock(&IDLE).insert(id);
}

/// It has something to do again.
pub(super) fn wakes_up(id: u64) {
    lock(&IDLE).remove(&id);
}

/// Takes the threads that wake nobody out of these.
pub(super) fn exclude_idle(threads: &mut BTreeSet<u64>) {
    let idle = lock(&IDLE);
    threads.retain(|id| !idle.contains(id));
}

/// This thread only looks on, and wakes nobody's tasks, for as long as this lives.
pub(super) struct LooksOn(Option<u64>);

impl LooksOn {
    pub(super) fn new() -> Self {
        let id = this();
        lock(&IDLE).extend(id);
        Self(id)
    }
}

impl Drop for LooksOn {
    fn drop(&mut self) {
        if let Some(id) = self.0 {
            wakes_up(id);
        }
    }
}

/// All of them; `None`: the system does not say.
pub(super) fn all() -> Option<BTreeSet<u64>> {
    #[cfg(target_os = "linux")]
    return Some(
        std::fs::read_dir("/proc/self/task")
            .ok()?
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
            .collect(),
    );
    #[cfg(not(target_os = "linux"))]
    None
}

/// The one that asks.
pub(super) fn this() -> Option<u64> {
    #[cfg(target_os = "linux")]
    return std::fs::read_link("/proc/thread-self")
        .ok()?
        .file_name()?
        .to_str()?
        .parse()
        .ok();
    #[cfg(not(target_os = "linux"))]
    None
}

/// Whether all of these sleep until another thread of the process wakes them: in a lock, a `join`, a `recv`.
///
/// They are looked at twice. One that did not run in between slept all that time, and so there was a moment in
/// which all of them slept: after that, none can wake another.
pub(super) fn sleep_for_ever(threads: &BTreeSet<u64>) -> bool {
    lasts(|| look(threads, Also::Nothing))
}

/// Whether the same is seen twice, and so was there all the time in between.
pub(super) fn lasts<T: PartialEq>(look: impl Fn() -> Option<T>) -> bool {
    look().is_some_and(|first| look() == Some(first))
}

/// What counts as sleep beside waiting for another thread, and for no time.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Also {
    Nothing,
    /// To wait for sockets, and for no time.
    Sockets,
    /// To wait for sockets, or for another thread, and no longer than some time: as a runtime does that has timers, and a
    /// thread of a pool that has nothing to do.
    Times,
}

/// How and where each of these sleeps; `None`: one of them does not, or may be woken by something else than a thread of
/// this process.
pub(super) fn look(threads: &BTreeSet<u64>, also: Also) -> Option<Vec<Asleep>> {
    threads.iter().map(|id| asleep(*id, also)).collect()
}

/// A thread that sleeps.
#[derive(Clone, PartialEq)]
pub(super) struct Asleep {
    /// How often it was put to sleep so far.
    switches: String,
    /// Where it sleeps.
    call: String,
    /// It sleeps until another thread wakes it, and for no time.
    pub(super) for_ever: bool,
}

/// `None`: it runs, or something else than a thread of this process may end its sleep; or the system does not say.
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
fn asleep(id: u64, also: Also) -> Option<Asleep> {
    const FUTEX: &str = if cfg!(target_arch = "x86_64") {
        "202"
    } else {
        "98"
    };
    /// `epoll_wait` and `epoll_pwait`.
    const EPOLL: [&str; 2] = if cfg!(target_arch = "x86_64") {
        ["232", "281"]
    } else {
        ["22", "22"]
    };
    /// `FUTEX_WAIT` and `FUTEX_WAIT_BITSET`, without the flags for private memory and for the clock.
    const WAITS: [u64; 2] = [0, 9];
    const FLAGS: u64 = 128 | 256;
    let call = std::fs::read_to_string(format!("/proc/self/task/{id}/syscall")).ok()?;
    let mut words = call.split_ascii_whitespace();
    let name = words.next()?;
    let mut argument = || u64::from_str_radix(words.next()?.strip_prefix("0x")?, 16).ok();
    let (_, operation, _, timeout) = (argument()?, argument()?, argument()?, argument()?);
    let for_ever = name == FUTEX && timeout == 0;
    let sleeps = match name {
        FUTEX => WAITS.contains(&(operation & !FLAGS)) && (for_ever || also == Also::Times),
        name => {
            let long_enough = match also {
                Also::Nothing => false,
                Also::Sockets => timeout as i32 == -1,
                Also::Times => true,
            };
            EPOLL.contains(&name) && long_enough
        }
    };
    if !sleeps {
        return None;
    }
    let status = std::fs::read_to_string(format!("/proc/self/task/{id}/status")).ok()?;
    let switches = status.lines().filter(|line| line.contains("ctxt_switches"));
    Some(Asleep {
        switches: switches.collect(),
        call,
        for_ever,
    })
}

#[cfg(not(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
)))]
fn asleep(_: u64, _: Also) -> Option<Asleep> {
    None
}
