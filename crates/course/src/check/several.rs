//! Several answers at once, as many as there are cores.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use super::together::Together;
use super::{Answer, Verdict, check};
use crate::{Cancel, Course, Exercise, Kit, Result};

/// Checks the learner's answers to these exercises and hands on the verdicts, in the order of the exercises.
///
/// # Errors
/// As for [`check`]; with the first error the others are called off.
pub fn check_several(
    course: &Course,
    kit: &Kit,
    exercises: &[Exercise],
    on_verdict: &mut dyn FnMut(&Exercise, Verdict) -> Result<()>,
    cancel: &Cancel,
) -> Result<()> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let all = Cancel::new();
    let _with_ours = cancel.on_cancel({
        let all = all.clone();
        move || all.cancel()
    });
    let together = Together::compile(course, kit, exercises, &all)?;
    let (tx, rx) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..cores.min(exercises.len()) {
            let (tx, all, next, together) = (tx.clone(), &all, &next, &together);
            scope.spawn(move || {
                while let Some((n, exercise)) = {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    exercises.get(n).map(|exercise| (n, exercise))
                } {
                    let verdict = match together.check(course, kit, exercise, all) {
                        Some(verdict) => verdict,
                        None => check(course, kit, exercise, Answer::Learner, &mut |_| {}, all),
                    };
                    if tx.send((n, verdict)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(tx);
        let result = in_order(exercises, &rx, on_verdict);
        if result.is_err() {
            all.cancel();
        }
        result
    })?;
    cancel.check()
}

fn in_order(
    exercises: &[Exercise],
    verdicts: &mpsc::Receiver<(usize, Result<Verdict>)>,
    on_verdict: &mut dyn FnMut(&Exercise, Verdict) -> Result<()>,
) -> Result<()> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    for (n, verdict) in verdicts {
        early.insert(n, verdict?);
        while let Some(verdict) = early.remove(&next) {
            on_verdict(&exercises[next], verdict)?;
            next += 1;
        }
    }
    Ok(())
}
