//! Whole programs on the facade, each in a process of its own: a process has one recording, and some of them exit.
//!
//! A program stands here as a test that is ignored, and is started by the test that looks at what came of it.

use std::{
    path::PathBuf,
    process::{Command, ExitStatus},
    time::Duration,
};

use timeline::{Cause, End, Outcome, Recording, TaskKind, What};
use tokio_facade as tokio;

/// Starts one of the programs below with a recording.
fn run(program: &str) -> (ExitStatus, Recording) {
    let (status, mut recordings, _) = run_all(program);
    (status, recordings.remove(0))
}

/// The same, with the recordings of all of its runtimes, and what it wrote to stderr.
fn run_all(program: &str) -> (ExitStatus, Vec<Recording>, String) {
    let first: PathBuf =
        std::env::temp_dir().join(format!("facade-{}-{program}.json", std::process::id()));
    let ended = Command::new(std::env::current_exe().unwrap())
        .args([
            "--ignored",
            "--exact",
            "--nocapture",
            // On the first thread: else that one looks on, and might wake somebody.
            "--test-threads=1",
            program,
        ])
        .env("TIMELINE_RECORDING", &first)
        .output()
        .unwrap();
    let files = (1..).map(|number| match number {
        1 => first.clone(),
        number => first.with_extension(format!("{number}.json")),
    });
    let recordings = files.map_while(|file| {
        let json = std::fs::read_to_string(&file).ok()?;
        std::fs::remove_file(&file).unwrap();
        Some(Recording::from_json(&json).unwrap())
    });
    let recordings = recordings.collect();
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    (ended.status, recordings, said)
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
    // It ended while it ran, and not because it would run for ever.
    let left = recording.taken_during.map(|task| recording.task(task).kind);
    assert_eq!(left, Some(TaskKind::Spawned));
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

/// Waits for an hour on a runtime of its own.
fn an_hour(runtime: std::io::Result<tokio::runtime::Runtime>) {
    runtime.unwrap().block_on(async {
        tokio::spawn(tokio::time::sleep(Duration::from_secs(3600)))
            .await
            .unwrap();
    });
}

const HOUR: u64 = 3_600_000_000;

#[test]
#[ignore = "a program"]
fn starts_one_runtime_after_another() {
    tokio::runtime::Runtime::new()
        .unwrap()
        .block_on(async { tokio::time::sleep(Duration::from_secs(1)).await });
    an_hour(tokio::runtime::Runtime::new());
    an_hour(
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build(),
    );
}

#[test]
fn of_runtimes_one_after_another_each_has_a_recording() {
    let (ended, recordings, said) = run_all("starts_one_runtime_after_another");
    assert!(ended.success(), "{said}");
    let took: Vec<u64> = recordings.iter().map(Recording::duration).collect();
    assert_eq!(took, [1_000_000, HOUR, HOUR]);
    let whole = |r: &Recording| r.outcome == Outcome::Completed;
    assert!(recordings.iter().all(whole));
    let tasks: Vec<usize> = recordings.iter().map(|r| r.tasks.len()).collect();
    assert_eq!(tasks, [1, 2, 2]);
}

#[test]
#[ignore = "a program"]
fn starts_a_runtime_on_a_thread() {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let thread = std::thread::spawn(move || {
            an_hour(tokio::runtime::Runtime::new());
            sender.send(()).unwrap();
        });
        receiver.await.unwrap();
        thread.join().unwrap();
    });
}

#[test]
fn a_runtime_on_a_thread_is_recorded_beside_the_first_one_and_takes_no_time() {
    let (ended, recordings, said) = run_all("starts_a_runtime_on_a_thread");
    assert!(ended.success(), "{said}");
    let took: Vec<u64> = recordings.iter().map(Recording::duration).collect();
    assert_eq!(took, [0, HOUR], "{said}");
    assert!(
        recordings
            .iter()
            .all(|r| r.outcome == Outcome::Completed && r.clock == timeline::Clock::Paused)
    );
}

#[test]
#[ignore = "a program"]
fn starts_two_runtimes_side_by_side() {
    let both = [1, 2].map(|_| std::thread::spawn(|| an_hour(tokio::runtime::Runtime::new())));
    for thread in both {
        thread.join().unwrap();
    }
}

#[test]
fn runtimes_side_by_side_are_recorded_both() {
    let (ended, recordings, said) = run_all("starts_two_runtimes_side_by_side");
    assert!(ended.success(), "{said}");
    let took: Vec<u64> = recordings.iter().map(Recording::duration).collect();
    assert_eq!(took, [HOUR, HOUR]);
}

#[test]
#[ignore = "a program"]
fn hands_work_to_a_second_runtime() {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let workers = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .build()
            .unwrap();
        let task = workers.spawn(async {
            tokio::task::yield_now().await;
            5
        });
        assert_eq!(task.await.unwrap(), 5);
        workers.shutdown_background();
    });
}

#[test]
fn a_runtime_that_only_gets_work_has_threads_of_its_own_and_is_recorded() {
    let (ended, recordings, said) = run_all("hands_work_to_a_second_runtime");
    assert!(ended.success(), "{said}");
    let clocks: Vec<_> = recordings.iter().map(|r| r.clock).collect();
    assert_eq!(clocks, [timeline::Clock::Paused, timeline::Clock::Real]);
    let [first, second] = recordings.as_slice() else {
        panic!("two are recorded");
    };
    assert_eq!(first.tasks.len(), 1);
    assert_eq!(second.tasks.len(), 1);
    let ended = second.events.iter().filter_map(|e| match e.what {
        What::TaskEnded { how, .. } => Some(how),
        _ => None,
    });
    assert_eq!(ended.collect::<Vec<_>>(), [End::Completed]);
}

#[test]
#[ignore = "a program"]
fn starts_many_runtimes() {
    for _ in 0..10 {
        tokio::runtime::Runtime::new().unwrap().block_on(async {});
    }
}

#[test]
fn a_runtime_that_is_not_recorded_is_told() {
    let (ended, recordings, said) = run_all("starts_many_runtimes");
    assert!(ended.success(), "{said}");
    assert_eq!(recordings.len(), 8);
    let told: Vec<&str> = said
        .lines()
        .filter(|l| l.contains("is not recorded"))
        .collect();
    assert_eq!(told.len(), 2, "{said}");
    assert!(told[0].contains("tests/programs.rs:"), "{said}");
    assert!(told[0].ends_with("8 have been recorded"), "{said}");
}

#[test]
#[ignore = "a program"]
fn stalls_on_its_second_runtime() {
    let first = tokio::runtime::Runtime::new().unwrap();
    first.block_on(async {});
    std::thread::spawn(|| {
        tokio::runtime::Runtime::new()
            .unwrap()
            .block_on(std::future::pending::<()>());
    })
    .join()
    .unwrap();
}

#[test]
fn a_stall_of_a_further_runtime_is_told() {
    let (ended, recordings, said) = run_all("stalls_on_its_second_runtime");
    assert_eq!(ended.code(), Some(tokio::STALLED), "{said}");
    assert_eq!(recordings[0].outcome, Outcome::Completed);
    assert!(matches!(recordings[1].outcome, Outcome::Stalled(_)));
}
