//! A recording that shows nothing of a file's lines.

use std::sync::Arc;

use timeline::{Recording, record};
use tokio::sync::{Mutex, Notify};
use tokio::task::yield_now;

/// Places of every kind: of a task, a lock, a wait, wakes by another and by itself, a panic.
fn recording() -> Recording {
    let program = async {
        let (lock, notify) = (Arc::new(Mutex::new(())), Arc::new(Notify::new()));
        let held = lock.lock().await;
        let waiting = tokio::spawn({
            let (lock, notify) = (lock.clone(), notify.clone());
            async move {
                notify.notified().await;
                drop(lock.lock().await);
                panic!("on purpose");
            }
        });
        yield_now().await;
        notify.notify_one();
        yield_now().await;
        drop(held);
        assert!(waiting.await.unwrap_err().is_panic());
    };
    record(program).unwrap().recording
}

#[test]
fn no_place_is_left() {
    let mut recording = recording();
    let all = recording.clone();
    let places = all.to_json().matches("\"line\":").count();
    assert!(places > 10, "{places}");

    recording.hide_places(|place| place.file == "of another file");
    assert_eq!(recording, all);
    recording.hide_places(|place| place.file.ends_with("tests/places.rs"));
    let json = recording.to_json();
    assert!(!json.contains("\"line\":"), "{json}");
    assert_eq!(recording.events.len(), all.events.len());
}
