//! Running the checks in a child process that the computer's clock bounds.
//!
//! An answer may hold its thread for ever, overflow the stack or end the process: nothing inside
//! that process could report it. So whoever checks starts its own executable once more, with the
//! variable [`REPORT`] set; the child writes its report to the file that the variable names, after
//! every check anew, and the parent reads the last one.

use std::env;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::examine::{Exercise, examine};
use crate::printed::{self, Output};
use crate::refusal::Refusal;
use crate::report::{Report, Verdict};

/// How long all checks of an exercise may take on the computer's clock. They take milliseconds.
pub const WALL_CLOCK: Duration = Duration::from_secs(10);

/// Names the file for the report; set in the child and nowhere else.
const REPORT: &str = "CHECKS_REPORT";

/// Whether this process is the child of another one that checks.
pub fn is_child() -> bool {
    env::var_os(REPORT).is_some()
}

/// Checks an exercise in a child process: this executable, with these arguments and variables, for
/// no longer than `bound`.
///
/// With these arguments, the executable must call this very function: in the child, it runs the
/// checks and ends the process.
pub fn examine_in_child(
    exercise: Exercise,
    arguments: &[&str],
    variables: &[(&str, &str)],
    bound: Duration,
) -> Report {
    if let Some(path) = env::var_os(REPORT) {
        be_the_child(exercise, Path::new(&path));
    }
    match run(exercise, arguments, variables, bound) {
        Ok(report) => report,
        Err(error) => {
            let mut report = Report::new(exercise);
            report.refuse_next(
                Refusal::new(format!("the checks could not be started: {error}")),
                Verdict::Failed,
            );
            report
        }
    }
}

fn be_the_child(exercise: Exercise, path: &Path) -> ! {
    let say = |report: &Report| {
        // Renamed, so that the parent never reads half a report. If it cannot be written, the
        // parent says so.
        let part = path.with_extension("part");
        if fs::write(&part, report.to_json()).is_ok() {
            let _ = fs::rename(&part, path);
        }
    };
    let report = examine(exercise, |position, report| {
        println!("{}{position}", printed::MARK);
        say(report);
    });
    say(&report);
    let _ = io::stdout().flush();
    std::process::exit(0);
}

fn run(
    exercise: Exercise,
    arguments: &[&str],
    variables: &[(&str, &str)],
    bound: Duration,
) -> io::Result<Report> {
    let place = Place::new()?;
    let (output, input) = io::pipe()?;
    let begin = Instant::now();
    let mut child = Command::new(env::current_exe()?)
        .args(arguments)
        .envs(variables.iter().copied())
        .env(REPORT, &place.0)
        .stdin(Stdio::null())
        .stdout(input.try_clone()?)
        .stderr(input)
        .spawn()?;
    let mut output = Output::collect(output);
    let end = wait(&mut child, &mut output, begin, bound)?;
    let seconds = begin.elapsed().as_secs_f64();
    let output = output.text();

    let written = fs::read_to_string(&place.0).unwrap_or_default();
    let mut report = Report::from_json(&written).unwrap_or_else(|| Report::new(exercise));
    report.seconds = seconds;
    report.not_started = exercise.not_started;
    match end {
        Ended::ByItself(status) if status.success() && report.is_complete() => {}
        Ended::ByItself(status) => {
            report.refuse_next(ended_the_process(status, &output), Verdict::Failed)
        }
        Ended::ByTheClock { ready } => {
            report.refuse_next(timed_out(ready, bound), Verdict::TimedOut)
        }
    }
    report.printed = printed::during(&output, report.first_failure().unwrap_or(0));
    Ok(report)
}

enum Ended {
    ByItself(ExitStatus),
    /// With the time that it was ready to run or running, where the system tells.
    ByTheClock {
        ready: Option<Duration>,
    },
}

/// Looks again and again, and at once when its output has come to an end: it ends right after.
fn wait(
    child: &mut Child,
    output: &mut Output,
    begin: Instant,
    bound: Duration,
) -> io::Result<Ended> {
    let mut pause = Duration::from_millis(1);
    let mut has_closed = false;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Ended::ByItself(status));
        }
        if begin.elapsed() >= bound {
            let ready = time_ready(child.id());
            child.kill()?;
            child.wait()?;
            return Ok(Ended::ByTheClock { ready });
        }
        if has_closed {
            std::thread::sleep(pause);
        } else if output.ends_within(pause) {
            has_closed = true;
            pause = Duration::from_micros(100);
            continue;
        }
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

/// How long the threads of a process have been on a processor, or ready to be on one: Linux tells.
///
/// A thread that spins is one or the other all the time, however many others want the processor too.
fn time_ready(id: u32) -> Option<Duration> {
    let threads = fs::read_dir(format!("/proc/{id}/task")).ok()?;
    let nanoseconds = threads.flatten().filter_map(|thread| {
        let schedstat = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        let mut fields = schedstat.split_whitespace();
        let (on, queued): (u64, u64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
        Some(on + queued)
    });
    nanoseconds.reduce(|a, b| a + b).map(Duration::from_nanos)
}

fn timed_out(ready: Option<Duration>, bound: Duration) -> Refusal {
    let how = match ready {
        Some(ready) if ready < bound / 4 => {
            "your answer holds the thread; it blocks, in something that waits without `.await`: `std::thread::sleep`, a lock or a channel of std, `block_on`"
        }
        // Which of these it is cannot be seen from here.
        Some(_) => {
            "your answer was busy all the while, in a loop without an `.await`, in one whose `.await`s never have to wait, so \
             that the paused clock stands still, or in one that waits again and again for what never comes"
        }
        None => {
            "your answer holds the thread in something that waits without `.await`, or it is in a loop that does not end"
        }
    };
    let seconds = bound.as_secs();
    Refusal::new(format!("timed out after {seconds} s: {how}"))
}

fn ended_the_process(status: ExitStatus, output: &str) -> Refusal {
    if output.contains("has overflowed its stack") {
        return Refusal::new(
            "your answer overflowed the stack: something calls itself without an end",
        );
    }
    Refusal::new(format!(
        "your answer ended the whole process ({status}) instead of returning"
    ))
}

/// A file of our own for the report, gone when it is no longer needed.
struct Place(PathBuf);

impl Place {
    fn new() -> io::Result<Self> {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("checks-{}-{number}.json", std::process::id()));
        let _ = fs::remove_file(&path);
        File::create_new(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
        let _ = fs::remove_file(self.0.with_extension("part"));
    }
}
