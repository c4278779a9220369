//! What a panic in a task prints: it does not stand in the recording, and the book tells of it.

use std::process::Command;

#[test]
fn a_panic_that_nobody_awaits_leaves_one_message_on_stderr_and_no_exit_code() {
    let output = Command::new(env!("CARGO_BIN_EXE_lesson_5"))
        .args(["--scene", "unseen", "--json"])
        .env("RUST_BACKTRACE", "0")
        .output()
        .expect("a lesson can be started");
    assert_eq!(output.status.code(), Some(0));
    let told = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = told.lines().filter(|line| !line.is_empty()).collect();
    // With the number of the thread behind its name, and a note on how to see more behind it all.
    assert!(lines[0].starts_with("thread 'main'"), "{told}");
    assert!(
        lines[0].contains("panicked at lessons/05_tasks.rs:"),
        "{told}"
    );
    assert_eq!(lines[1], "the disk is full", "{told}");
    assert_eq!(told.matches("panicked").count(), 1, "{told}");
}
