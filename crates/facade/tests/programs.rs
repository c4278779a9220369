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

/// Starts one of the programs with a recording, on the first thread of its process, and says what it wrote to stderr.
fn says(program: &str) -> (ExitStatus, String) {
    let file = std::env::temp_dir().join(format!("facade-{}-{program}.json", std::process::id()));
    let ended = Command::new(std::env::current_exe().unwrap())
        .args([
            "--ignored",
            "--exact",
            "--nocapture",
            "--test-threads=1",
            program,
        ])
        .env("TIMELINE_RECORDING", &file)
        .env("TIMELINE_CHECKPOINTS", "60000")
        .output()
        .unwrap();
    let _ = std::fs::remove_file(&file);
    (
        ended.status,
        String::from_utf8_lossy(&ended.stderr).into_owned(),
    )
}

#[test]
#[ignore = "a program"]
#[expect(clippy::await_holding_lock, reason = "the mistake that is to be told")]
fn locks_across_an_await() {
    let lock = std::sync::Arc::new(std::sync::Mutex::new(0));
    let hold = async |lock: std::sync::Arc<std::sync::Mutex<i32>>| {
        let mut number = lock.lock().unwrap();
        tokio::task::yield_now().await;
        *number += 1;
    };
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        tokio::join!(hold(lock.clone()), hold(lock.clone()));
    });
}

#[test]
#[cfg(target_os = "linux")]
fn a_program_that_locks_itself_out_of_its_only_thread_is_explained() {
    let (ended, said) = says("locks_across_an_await");
    assert_eq!(ended.code(), Some(tokio::STALLED), "{said}");
    assert!(said.contains("`main` blocks its thread"), "{said}");
}

#[test]
#[ignore = "a program"]
fn waits_for_a_thread_that_needs_the_runtime() {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let handle = tokio::runtime::Handle::current();
        let thread = std::thread::spawn(move || {
            handle.block_on(async {
                tokio::spawn(tokio::time::sleep(Duration::from_millis(1)))
                    .await
                    .unwrap();
            });
        });
        thread.join().unwrap();
    });
}

#[test]
#[cfg(target_os = "linux")]
fn a_program_that_needs_several_threads_is_told_so() {
    let (ended, said) = says("waits_for_a_thread_that_needs_the_runtime");
    assert_eq!(ended.code(), Some(tokio::STALLED), "{said}");
    assert!(said.contains("(`--real`)"), "{said}");
}

#[test]
#[ignore = "a program"]
fn blocks_on_in_place() {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(async {}));
    });
}

#[test]
fn a_block_on_in_place_is_told_what_it_needs() {
    let (ended, said) = says("blocks_on_in_place");
    assert!(!ended.success());
    assert!(said.contains("(`--real`)"), "{said}");
}

#[test]
#[ignore = "a program"]
fn stalls_at_once() {
    tokio::runtime::Runtime::new()
        .unwrap()
        .block_on(std::future::pending::<()>());
}

#[test]
fn a_thread_that_writes_the_recording_from_time_to_time_hides_no_stall() {
    let (ended, said) = says("stalls_at_once");
    assert_eq!(ended.code(), Some(tokio::STALLED), "{said}");
}

#[test]
fn a_runtime_that_is_not_recorded_is_told() {
    let (ended, said) = says("is_woken_by_a_thread");
    assert!(ended.success(), "{said}");
    let told: Vec<&str> = said
        .lines()
        .filter(|l| l.contains("is not recorded"))
        .collect();
    assert_eq!(told.len(), 1, "{said}");
    assert!(told[0].contains("tests/programs.rs:"), "{said}");
}
