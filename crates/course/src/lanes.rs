//! One at a time for each file: the newer takes the place of the older.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};

use crate::Cancel;

/// The lanes, one for each key that somebody holds.
#[derive(Clone, Default)]
pub struct Lanes(Arc<Shared>);

#[derive(Default)]
struct Shared {
    lanes: Mutex<HashMap<String, Lane>>,
    freed: Condvar,
}

#[derive(Default)]
struct Lane {
    holder: Option<Cancel>,
    /// The newest of those that wait; one that is passed by gets its turn at once, cancelled.
    newest: u64,
    waiting: usize,
}

/// A lane that is held until this is dropped.
pub struct Turn {
    lanes: Lanes,
    key: String,
    cancel: Cancel,
    holds: bool,
}

impl Lanes {
    /// No lane is held.
    pub fn new() -> Self {
        Self::default()
    }

    /// Cancels whoever holds the lane of this key, waits until they have let go, and holds it.
    ///
    /// Of several that wait, the newest gets the lane; the others return with a [`Turn`] that is cancelled already.
    pub fn turn(&self, key: &str) -> Turn {
        let cancel = Cancel::new();
        let mut lanes = self.lock();
        let lane = lanes.entry(key.to_owned()).or_default();
        lane.newest += 1;
        lane.waiting += 1;
        let mine = lane.newest;
        let older = lane.holder.clone();
        self.0.freed.notify_all();
        if let Some(older) = older {
            drop(lanes);
            older.cancel();
            lanes = self.lock();
        }
        loop {
            let lane = lanes
                .get_mut(key)
                .expect("a lane that somebody waits for is not removed");
            let passed_by = lane.newest != mine;
            if passed_by || lane.holder.is_none() {
                lane.waiting -= 1;
                if passed_by {
                    cancel.cancel();
                    tidy(&mut lanes, key);
                } else {
                    lane.holder = Some(cancel.clone());
                }
                return Turn {
                    lanes: self.clone(),
                    key: key.to_owned(),
                    cancel,
                    holds: !passed_by,
                };
            }
            lanes = self
                .0
                .freed
                .wait(lanes)
                .unwrap_or_else(|poisoned| poisoned.into_inner());
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Lane>> {
        self.0
            .lanes
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// Removes a lane that nobody holds or waits for.
fn tidy(lanes: &mut HashMap<String, Lane>, key: &str) {
    if lanes
        .get(key)
        .is_some_and(|lane| lane.holder.is_none() && lane.waiting == 0)
    {
        lanes.remove(key);
    }
}

impl Turn {
    /// Thrown when a newer turn wants the lane.
    pub fn cancel(&self) -> &Cancel {
        &self.cancel
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if !self.holds {
            return;
        }
        let mut lanes = self.lanes.lock();
        if let Some(lane) = lanes.get_mut(&self.key) {
            lane.holder = None;
        }
        tidy(&mut lanes, &self.key);
        self.lanes.0.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn a_newer_turn_cancels_the_older_and_waits_for_it() {
        let lanes = Lanes::new();
        let older = lanes.turn("overlap");
        let newer = thread::spawn({
            let lanes = lanes.clone();
            move || lanes.turn("overlap").cancel().is_cancelled()
        });
        while !older.cancel().is_cancelled() {
            thread::yield_now();
        }
        assert!(!newer.is_finished());
        drop(older);
        assert!(!newer.join().unwrap());
        assert!(lanes.lock().is_empty());
    }

    #[test]
    fn other_keys_are_other_lanes() {
        let lanes = Lanes::new();
        let one = lanes.turn("one");
        let _two = lanes.turn("two");
        assert!(!one.cancel().is_cancelled());
    }

    #[test]
    fn of_many_that_wait_one_gets_the_lane_and_all_return() {
        let lanes = Lanes::new();
        let first = lanes.turn("one");
        let waiting: Vec<_> = (0..8)
            .map(|_| {
                let lanes = lanes.clone();
                thread::spawn(move || lanes.turn("one").cancel().is_cancelled())
            })
            .collect();
        while lanes.lock()["one"].newest < 9 {
            thread::yield_now();
        }
        drop(first);
        let cancelled: Vec<bool> = waiting.into_iter().map(|t| t.join().unwrap()).collect();
        assert_eq!(
            cancelled.iter().filter(|c| !**c).count(),
            1,
            "{cancelled:?}"
        );
        assert!(lanes.lock().is_empty());
    }
}
