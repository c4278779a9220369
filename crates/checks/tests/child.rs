//! Answers that take their process down, or never give the thread back: what the parent makes of
//! them.

use std::time::Duration;

use checks::{Check, Exercise, Refusal, Report, Verdict, examine_in_child, observe};

type Run = fn() -> Result<(), Refusal>;

/// So long that whatever ends by itself does so before, on the busiest machine.
const FAR: Duration = Duration::from_secs(600);

/// A check that passes, one that does `run`, and one that nobody comes to. In a child that is this
/// test once more.
fn within(bound: Duration, checks: &'static [Check; 3], test: &str) -> Report {
    let exercise = Exercise::new("exercises/01_why_async/overlap/checks.rs", checks);
    examine_in_child(exercise, &[test, "--exact", "--nocapture"], &[], bound)
}

/// For an answer that ends by itself.
fn exercise(checks: &'static [Check; 3], test: &str) -> Report {
    within(FAR, checks, test)
}

/// For an answer that does not: the least time in which the child comes to it on this machine, and
/// how many seconds that was.
fn endless(checks: &'static [Check; 3], test: &str) -> (Report, u64) {
    let mut seconds = 1;
    loop {
        let report = within(Duration::from_secs(seconds), checks, test);
        if report.checks[0].passed || seconds > 100 {
            return (report, seconds);
        }
        seconds *= 4;
    }
}

const fn three(run: Run) -> [Check; 3] {
    let passes: Run = || {
        println!("printed by the first");
        Ok(())
    };
    [
        Check {
            id: "first",
            sentence: " first",
            run: passes,
        },
        Check {
            id: "second",
            sentence: " second",
            run,
        },
        Check {
            id: "third",
            sentence: " third",
            run: passes,
        },
    ]
}

/// That the second check got the blame, and for what.
fn blamed(report: &Report) -> &str {
    assert!(report.checks[0].passed && !report.checks[1].passed && !report.checks[2].passed);
    assert!(
        report.checks[2].message.is_none(),
        "nobody came to the third"
    );
    report.checks[1]
        .message
        .as_deref()
        .expect("the second is refused")
}

#[test]
fn one_that_ends_the_process() {
    const CHECKS: [Check; 3] = three(|| std::process::exit(3));
    let report = exercise(&CHECKS, "one_that_ends_the_process");
    assert_eq!(report.verdict, Verdict::Failed);
    assert!(blamed(&report).starts_with("your answer ended the whole process"));
}

#[test]
fn one_that_overflows_the_stack() {
    fn deep(n: u64) -> u64 {
        if n == u64::MAX {
            0
        } else {
            std::hint::black_box(deep(std::hint::black_box(n + 1))) + 1
        }
    }
    const CHECKS: [Check; 3] = three(|| {
        if deep(0) > 0 {
            Ok(())
        } else {
            Err(Refusal::new("no"))
        }
    });
    let report = exercise(&CHECKS, "one_that_overflows_the_stack");
    assert_eq!(
        blamed(&report),
        "your answer overflowed the stack: something calls itself without an end"
    );
}

#[test]
fn one_that_blocks() {
    const CHECKS: [Check; 3] = three(|| {
        println!("printed by the second");
        std::thread::sleep(Duration::from_secs(600));
        Ok(())
    });
    let (report, seconds) = endless(&CHECKS, "one_that_blocks");
    assert_eq!(report.verdict, Verdict::TimedOut);
    let message = blamed(&report).replace('\n', " ");
    let said = format!("timed out after {seconds} s: your answer holds the thread; it blocks");
    assert!(message.starts_with(&said), "{message}");
    assert_eq!(report.printed, ["printed by the second"]);
}

#[test]
#[cfg(target_os = "linux")]
fn one_that_spins() {
    const CHECKS: [Check; 3] = three(|| {
        loop {
            std::hint::spin_loop();
        }
    });
    let (report, _) = endless(&CHECKS, "one_that_spins");
    assert_eq!(report.verdict, Verdict::TimedOut);
    is_said_to_be_busy(&report);
}

/// On the paused clock, which stands still as long as somebody is ready to run.
#[test]
#[cfg(target_os = "linux")]
fn one_that_gives_the_thread_back_in_every_round() {
    const CHECKS: [Check; 3] = three(|| {
        let run = observe(async |_| {
            loop {
                tokio::task::yield_now().await;
            }
        });
        run.map(|_: checks::Run<()>| ())
    });
    let (report, _) = endless(&CHECKS, "one_that_gives_the_thread_back_in_every_round");
    assert_eq!(report.verdict, Verdict::TimedOut);
    is_said_to_be_busy(&report);
}

/// What is said is true of a loop that holds the thread, and of one that does not.
#[cfg(target_os = "linux")]
fn is_said_to_be_busy(report: &Report) {
    let message = blamed(report).replace('\n', " ");
    assert!(
        message.contains("your answer was busy all the while"),
        "{message}"
    );
    assert!(
        message.contains("whose `.await`s never have to wait"),
        "{message}"
    );
    assert!(!message.contains("holds the thread"), "{message}");
}

#[test]
fn one_that_floods_the_output() {
    const CHECKS: [Check; 3] = three(|| {
        for _ in 0..100_000 {
            println!("again");
        }
        Err(Refusal::new("too much"))
    });
    let report = exercise(&CHECKS, "one_that_floods_the_output");
    assert_eq!(report.verdict, Verdict::Failed);
    assert_eq!(report.checks[1].message.as_deref(), Some("too much"));
    assert!(report.checks[2].passed, "it came to the third");
    assert_eq!(report.printed.len(), 21);
    assert_eq!(report.printed[20], "… and more");
}
