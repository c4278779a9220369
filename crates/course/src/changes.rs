//! Notices that files of exercises change, whoever changes them and however: in place, by a rename, deleted and
//! written again, in a folder that is new.
//!
//! It tells that there may be something new, and no more: what it is shows the text of the files.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::Course;

/// How often to look where the system tells nothing: on some network and container file systems it does not.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Tells of changes until it is dropped.
pub struct Changes {
    _watcher: Option<RecommendedWatcher>,
    _stop: mpsc::Sender<()>,
}

impl Changes {
    /// Calls this after each change below `exercises/`, from another thread; sometimes without a change.
    pub fn watch(course: &Course, on_change: impl Fn() + Send + Clone + 'static) -> Self {
        let folder = course.root().join("exercises");
        let tell = on_change.clone();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            if !event.is_ok_and(|event| only_reads(event.kind)) {
                tell();
            }
        });
        let watcher = watcher.and_then(|mut watcher| {
            let folder = folder.canonicalize().unwrap_or(folder);
            watcher.watch(&folder, RecursiveMode::Recursive)?;
            Ok(watcher)
        });
        let (stop_tx, stop) = mpsc::channel::<()>();
        thread::spawn(move || {
            while stop.recv_timeout(LOOK_EVERY) == Err(RecvTimeoutError::Timeout) {
                on_change();
            }
        });
        Self {
            _watcher: watcher.ok(),
            _stop: stop_tx,
        }
    }
}

/// That somebody reads a file is no news: whoever is told of a change does so too.
fn only_reads(kind: EventKind) -> bool {
    let is_written = kind == EventKind::Access(AccessKind::Close(AccessMode::Write));
    matches!(kind, EventKind::Access(_)) && !is_written
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::chapter::sample;

    #[test]
    fn each_way_of_saving_is_noticed() {
        let folder = sample::course();
        let course = sample::opened(&folder);
        let (told_tx, told) = mpsc::channel();
        let _changes = Changes::watch(&course, move || {
            let _ = told_tx.send(());
        });
        let path = |name: &str| folder.path().join("exercises/01_first").join(name);
        let ways: [&dyn Fn(); 4] = [
            &|| fs::write(path("overlap.rs"), "in place").unwrap(),
            &|| {
                fs::write(path("other"), "by a rename").unwrap();
                fs::rename(path("other"), path("overlap.rs")).unwrap();
            },
            &|| fs::remove_file(path("overlap.rs")).unwrap(),
            &|| {
                fs::create_dir(path("new")).unwrap();
                fs::write(path("new/checks.rs"), "").unwrap();
            },
        ];
        for way in ways {
            while told.try_recv().is_ok() {}
            way();
            told.recv_timeout(Duration::from_secs(60)).unwrap();
        }
    }
}
