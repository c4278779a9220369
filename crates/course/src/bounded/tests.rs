//! What each bound does to a program that goes beyond it. The programs are lines of shell.

use std::fs;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::*;

/// No test waits for this long unless something is broken.
const FAR: Duration = Duration::from_secs(60);

struct Shell {
    folder: TempDir,
    job: Job,
}

impl Shell {
    fn new(script: &str, limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let job = Job {
            program: "/bin/sh".into(),
            args: vec!["-c".into(), script.into()],
            env: vec![("PATH".into(), env::var("PATH").unwrap())],
            folder: folder.path().into(),
            stdout: Some(path("stdout")),
            stderr: Some(path("stderr")),
            report: path("report"),
            limits,
            writable: None,
        };
        Self { folder, job }
    }

    fn ended(&self) -> Ended {
        run(&self.job, &Cancel::never(), &mut |_| {}).unwrap().ended
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap()
    }
}

fn ended(script: &str, limits: Limits) -> Ended {
    Shell::new(script, limits).ended()
}

fn far() -> Limits {
    Limits {
        wall: FAR,
        ..Limits::default()
    }
}

/// That the process with the number in this file is gone, or has only its exit status left.
fn is_gone(shell: &Shell, name: &str) -> bool {
    let pid: i32 = shell.read(name).trim().parse().unwrap();
    let state = Command::new("ps")
        .args(["-o", "stat=", "-p", &pid.to_string()])
        .output()
        .unwrap()
        .stdout;
    state.is_empty() || state.starts_with(b"Z")
}

#[test]
fn output_and_exit_code_of_a_program_that_ends() {
    let shell = Shell::new("echo out; echo err >&2; exit 7", far());
    assert_eq!(shell.ended(), Ended::Exited { code: 7 });
    assert_eq!(
        (shell.read("stdout").as_str(), shell.read("stderr").as_str()),
        ("out\n", "err\n")
    );
}

#[test]
fn it_reads_nothing_and_sees_no_more_of_the_environment_than_it_was_given() {
    let shell = Shell::new("cat; env | grep -c -e PLAYGROUND -e CARGO", far());
    assert_eq!(shell.ended(), Ended::Exited { code: 1 });
    assert_eq!(shell.read("stdout"), "0\n");
}

#[test]
fn a_signal_is_named() {
    assert_eq!(
        ended("kill -SEGV $$", far()),
        Ended::Signalled {
            signal: 11,
            name: "SIGSEGV".into()
        }
    );
}

#[test]
fn an_endless_loop_is_stopped() {
    let limits = Limits {
        wall: Duration::from_secs(1),
        ..Limits::default()
    };
    assert_eq!(
        ended("while :; do :; done", limits),
        Ended::TimedOut { seconds: 1 }
    );
}

#[test]
fn a_flood_of_output_is_stopped() {
    for flood in ["yes", "yes >&2"] {
        let shell = Shell::new(
            flood,
            Limits {
                file: 1 << 20,
                output: 1 << 16,
                ..far()
            },
        );
        assert_eq!(shell.ended(), Ended::TooMuchOutput { bytes: 1 << 16 });
        for name in ["stdout", "stderr"] {
            assert!(shell.read(name).len() <= 1 << 20);
        }
    }
}

#[test]
fn a_file_does_not_grow_beyond_its_bound() {
    let shell = Shell::new(
        "yes > big",
        Limits {
            file: 1 << 16,
            ..far()
        },
    );
    let how = shell.ended();
    assert!(!how.is_success(), "{how:?}");
    assert_eq!(shell.read("big").len(), 1 << 16);
}

#[test]
fn a_memory_hog_is_stopped() {
    let limits = Limits {
        memory: 64 << 20,
        ..far()
    };
    assert_eq!(
        ended("tail /dev/zero", limits),
        Ended::OutOfMemory { bytes: 64 << 20 }
    );
}

#[test]
fn a_reservation_beyond_all_measure_is_refused_by_the_system() {
    let shell = Shell::new(
        "tail /dev/zero",
        Limits {
            reserved: 512 << 20,
            ..far()
        },
    );
    assert!(matches!(shell.ended(), Ended::Exited { code: 1.. }));
}

#[test]
fn many_processes_are_stopped() {
    let limits = Limits {
        processes: 8,
        ..far()
    };
    assert_eq!(
        ended("while :; do sleep 600 & done", limits),
        Ended::TooManyProcesses { processes: 8 }
    );
}

#[test]
fn what_is_left_behind_is_ended() {
    let shell = Shell::new("sleep 600 & echo $! > pid; echo done", far());
    assert_eq!(shell.ended(), Ended::Exited { code: 0 });
    assert!(is_gone(&shell, "pid"));
}

#[cfg(target_os = "linux")]
#[test]
fn what_leaves_its_session_and_its_parent_is_ended() {
    let script =
        "(setsid sh -c 'echo $$ > pid; exec sleep 600' &); while [ ! -s pid ]; do sleep 0.01; done";
    let shell = Shell::new(script, far());
    assert_eq!(shell.ended(), Ended::Exited { code: 0 });
    assert!(is_gone(&shell, "pid"));
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_is_written_outside_its_folder() {
    if !can_confine() {
        println!("this kernel has no Landlock: there is nothing to test");
        return;
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let there = elsewhere.path().join("there");
    fs::write(&there, "mine").unwrap();
    let path = there.display();
    let script = format!(
        "echo own > own; mkdir inside; echo x > inside/x; mv inside/x inside/y; rm inside/y; echo x > /dev/null; \
         cat {path}; echo theirs > {path}; echo more >> {path}; rm {path}; mv {path} own; echo new > {path}2; \
         mkdir {path}3; ln -s x {path}4; truncate -s 0 {path}; (setsid sh -c 'rm {path}; echo gone > {path}'); true"
    );
    let mut shell = Shell::new(&script, far());
    shell.job.writable = Some(vec![shell.folder.path().to_owned()]);
    assert_eq!(shell.ended(), Ended::Exited { code: 0 });
    assert_eq!(shell.read("stdout"), "mine");
    assert_eq!(shell.read("own"), "own\n");
    assert_eq!(fs::read_to_string(&there).unwrap(), "mine");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
    // `mkdir`, `>`, `mv` … each say that they may not.
    assert_eq!(
        shell.read("stderr").lines().count(),
        10,
        "{}",
        shell.read("stderr")
    );
}

#[test]
fn what_cannot_be_read_in_peace_is_cleared_away() {
    let script = "ln -s /dev/zero endless; mkfifo pipe report; truncate -s 2M large; ln large larger; \
                  mkdir folder; echo kept > file";
    let shell = Shell::new(
        script,
        Limits {
            file: 3 << 20,
            ..far()
        },
    );
    assert_eq!(shell.ended(), Ended::Exited { code: 0 });
    let left = |name: &str| fs::symlink_metadata(shell.folder.path().join(name)).is_ok();
    assert!(!left("endless") && !left("pipe"));
    assert!(left("folder") && left("large") && left("larger"));
    assert_eq!(shell.read("file"), "kept\n");

    // A file that was there before can be larger than what the program may write.
    let big = fs::File::create(shell.folder.path().join("big")).unwrap();
    big.set_len(4 << 20).unwrap();
    assert_eq!(shell.ended(), Ended::Exited { code: 0 });
    assert!(!left("big"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_program_that_kills_its_supervisor_is_ended_and_not_believed() {
    let forged = r#"{"ended":{"ended":"exited","code":0},"seconds":0.0}"#;
    let script = format!("echo $$ > pid; echo '{forged}' > report; kill -KILL $PPID; sleep 600");
    let shell = Shell::new(&script, far());
    let error = run(&shell.job, &Cancel::never(), &mut |_| {}).unwrap_err();
    assert!(
        error.to_string().ends_with("was ended from outside"),
        "{error}"
    );
    assert!(is_gone(&shell, "pid"));
}

#[test]
fn a_program_that_stops_its_supervisor_gets_no_more_time() {
    let script = "echo $$ > pid; kill -STOP $PPID; sleep 600";
    let limits = Limits {
        wall: Duration::from_secs(1),
        ..Limits::default()
    };
    let shell = Shell::new(script, limits);
    assert_eq!(shell.ended(), Ended::TimedOut { seconds: 1 });
    assert!(is_gone(&shell, "pid"));

    let script = "echo $$ > pid; while :; do kill -STOP $PPID; sleep 0.01; done";
    let shell = Shell::new(script, far());
    let cancel = Cancel::new();
    let began = Instant::now();
    std::thread::scope(|scope| {
        let running = scope.spawn(|| run(&shell.job, &cancel, &mut |_| {}));
        while !shell.folder.path().join("pid").exists() || shell.read("pid").is_empty() {
            std::thread::yield_now();
        }
        cancel.cancel();
        assert!(running.join().unwrap().unwrap_err().is_cancelled());
    });
    assert!(is_gone(&shell, "pid"));
    assert!(began.elapsed() < FAR);
}

#[test]
fn cancelling_ends_it() {
    let shell = Shell::new("echo $$ > pid; sleep 600", far());
    let cancel = Cancel::new();
    let began = Instant::now();
    std::thread::scope(|scope| {
        let running = scope.spawn(|| run(&shell.job, &cancel, &mut |_| {}));
        while !shell.folder.path().join("pid").exists() || shell.read("pid").is_empty() {
            std::thread::yield_now();
        }
        cancel.cancel();
        assert!(running.join().unwrap().unwrap_err().is_cancelled());
    });
    assert!(is_gone(&shell, "pid"));
    assert!(began.elapsed() < FAR);
}

#[test]
fn nothing_is_started_for_what_was_cancelled_before() {
    let shell = Shell::new("echo > started", far());
    let cancel = Cancel::new();
    cancel.cancel();
    assert!(
        run(&shell.job, &cancel, &mut |_| {})
            .unwrap_err()
            .is_cancelled()
    );
    assert!(!shell.folder.path().join("started").exists());
}

#[test]
fn error_output_without_a_file_is_handed_on_line_by_line() {
    let mut shell = Shell::new("echo one >&2; echo two >&2", far());
    shell.job.stderr = None;
    let mut lines = Vec::new();
    run(&shell.job, &Cancel::never(), &mut |line| {
        lines.push(line.to_owned())
    })
    .unwrap();
    assert_eq!(lines, ["one", "two"]);
}

#[test]
fn a_program_that_is_not_there_is_named() {
    let mut shell = Shell::new("", far());
    shell.job.program = "/nonexistent/program".into();
    let error = run(&shell.job, &Cancel::never(), &mut |_| {})
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("`/nonexistent/program` cannot be started: "),
        "{error}"
    );
}
