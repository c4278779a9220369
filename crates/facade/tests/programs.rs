//! Whole programs on the facade, each in a process of its own: a process has one recording, and some of them exit.
//!
//! A program stands here as a test that is ignored, and is started by the test that looks at what came of it.

use std::{
    path::PathBuf,
    process::{Command, ExitStatus},
    time::Duration,
};

use timeline::{Cause, End, Outcome, Recording, What};
use tokio_facade as tokio;

/// Starts one of the programs below with a recording.
fn run(program: &str) -> (ExitStatus, Recording) {
    let file: PathBuf =
        std::env::temp_dir().join(format!("facade-{}-{program}.json", std::process::id()));
    let ended = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", program])
        .env("TIMELINE_RECORDING", &file)
        .output()
        .unwrap();
    let recording = Recording::from_json(&std::fs::read_to_string(&file).unwrap()).unwrap();
    std::fs::remove_file(&file).unwrap();
    (ended.status, recording)
}

#[test]
#[ignore = "a program"]
fn leaves() {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        tokio::spawn(async {
            tokio::time::sleep(Duration::from_millis(30)).await;
            std::process::exit(7)
        });
        std::future::pending::<()>().await;
    });
}

#[test]
#[cfg(unix)]
fn a_program_that_exits_in_the_middle_leaves_its_recording() {
    let (ended, recording) = run("leaves");
    assert_eq!(ended.code(), Some(7));
    assert_eq!(recording.outcome, Outcome::Unfinished);
    assert_eq!(recording.duration(), 30_000);
}

#[test]
#[ignore = "a program"]
fn blocks_in_place() {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        assert_eq!(tokio::task::block_in_place(|| 4), 4);
    });
}

#[test]
#[ignore = "a program"]
fn blocks_in_place_on_one_thread() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async { tokio::task::block_in_place(|| 4) });
}

#[test]
fn blocking_in_place_is_refused_just_where_tokio_refuses_it() {
    assert!(run("blocks_in_place").0.success());
    let (ended, recording) = run("blocks_in_place_on_one_thread");
    assert!(!ended.success());
    assert!(matches!(recording.outcome, Outcome::Panicked { .. }));
}

#[test]
#[ignore = "a program"]
fn spawns_before_it_blocks_on() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let inside = runtime.enter();
    let task = tokio::spawn(async { 8 });
    drop(inside);
    assert_eq!(runtime.block_on(task).unwrap(), 8);
    runtime.spawn_blocking(|| std::thread::sleep(Duration::from_millis(50)));
    std::thread::sleep(Duration::from_millis(20));
}

#[test]
fn what_is_spawned_outside_is_recorded_and_blocking_work_is_waited_for() {
    let (ended, recording) = run("spawns_before_it_blocks_on");
    assert!(ended.success());
    let ends = recording.events.iter().filter_map(|e| match e.what {
        What::TaskEnded { how, .. } => Some(how),
        _ => None,
    });
    assert_eq!(ends.collect::<Vec<_>>(), [End::Completed; 3]);
}

#[test]
#[ignore = "a program"]
fn is_woken_by_a_thread() {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let task = tokio::spawn(async { receiver.await.unwrap() });
        tokio::task::yield_now().await;
        std::thread::spawn(move || sender.send(3).unwrap())
            .join()
            .unwrap();
        assert_eq!(task.await.unwrap(), 3);
    });
    // Another runtime is no part of the recording, and does not disturb it.
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        tokio::spawn(tokio::task::yield_now()).await.unwrap();
    });
}

#[test]
fn a_thread_that_wakes_a_task_shows() {
    let (ended, recording) = run("is_woken_by_a_thread");
    assert!(ended.success());
    assert_eq!(recording.tasks.len(), 2);
    let by_the_thread = |what: &What| matches!(what, What::Woken { task, cause: Cause::Outside, .. } if task.0 == 2);
    assert!(recording.events.iter().any(|e| by_the_thread(&e.what)));
}
