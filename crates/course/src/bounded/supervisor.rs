//! The supervisor's side: starts one program, watches it, and ends all that came of it.

use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{self, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::process::{Pid, Resource, Rlimit, Signal, WaitOptions, WaitStatus};

use super::{Ended, Job, MARK, Report, confine, tree};

/// The exit code of a supervisor that could not do its work; its error output says why.
pub(super) const FAILED: i32 = 70;

/// How often the processes are counted.
const TICK: Duration = if cfg!(target_os = "linux") {
    Duration::from_millis(50)
} else {
    Duration::from_millis(250)
};

/// The first look comes sooner, and each next one after twice the time, up to [`TICK`].
const FIRST_TICK: Duration = Duration::from_millis(5);

/// How long it may take until nothing of the program is left. More than enough, unless a process cannot be killed.
const PATIENCE: Duration = Duration::from_secs(5);

/// Turns this process into a supervisor, for good, if it was started as one; otherwise does nothing.
///
/// A program that runs others with this crate calls it first in its `main`.
pub fn supervise_if_asked() {
    if env::var_os(MARK).is_none() {
        return;
    }
    let code = match supervise() {
        Ok(()) => 0,
        Err(why) => {
            let _ = writeln!(io::stderr(), "{why}");
            FAILED
        }
    };
    process::exit(code);
}

fn supervise() -> Result<(), String> {
    let mut order = String::new();
    BufReader::new(io::stdin())
        .read_line(&mut order)
        .map_err(|e| e.to_string())?;
    let job: Job =
        serde_json::from_str(&order).map_err(|e| format!("the supervisor got no order: {e}"))?;

    // Out of the terminal's reach: Ctrl-C ends the playground, and the pipe tells us.
    let _ = rustix::process::setsid();
    // What the program leaves behind becomes ours.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
    restrict(&job);
    if let Some(writable) = &job.writable {
        confine::confine(writable);
    }

    let began = Instant::now();
    let program =
        start(&job).map_err(|e| format!("`{}` cannot be started: {e}", job.program.display()))?;
    let ended = watch(&job, program, began);
    let seconds = began.elapsed().as_secs_f64();
    end_all(program);
    if let Some(ended) = ended {
        tidy(&job);
        let report = serde_json::to_vec(&Report { ended, seconds }).map_err(|e| e.to_string())?;
        fs::write(&job.report, report)
            .map_err(|e| format!("`{}` cannot be written: {e}", job.report.display()))?;
    }
    Ok(())
}

/// Limits of the system's own, which the program inherits.
fn restrict(job: &Job) {
    let cores = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let limits = &job.limits;
    for (resource, limit) in [
        (Resource::Core, 0),
        (Resource::Fsize, limits.file),
        (Resource::As, limits.reserved),
        // In case that somebody kills this supervisor: what spins then ends all the same.
        (Resource::Cpu, (limits.wall.as_secs() + 1) * cores),
    ] {
        let now = rustix::process::getrlimit(resource);
        let limit = Some(now.maximum.map_or(limit, |most| most.min(limit)));
        let _ = rustix::process::setrlimit(
            resource,
            Rlimit {
                current: limit,
                maximum: limit,
            },
        );
    }
}

fn start(job: &Job) -> io::Result<Pid> {
    let stdout = job
        .stdout
        .as_deref()
        .map_or(Ok(Stdio::null()), |path| output(path).map(Stdio::from))?;
    let stderr = job
        .stderr
        .as_deref()
        .map_or(Ok(Stdio::inherit()), |path| output(path).map(Stdio::from))?;
    let child = Command::new(&job.program)
        .args(&job.args)
        .env_clear()
        .envs(job.env.iter().map(|(name, value)| (name, value)))
        .current_dir(&job.folder)
        .stdin(Stdio::null())
        .stdout(stdout)
        .stderr(stderr)
        .process_group(0)
        .spawn()?;
    Ok(Pid::from_child(&child))
}

/// Open for reading too: the recorder of the program looks at what the program printed.
fn output(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .create(true)
        .read(true)
        .append(true)
        .open(path)
}

/// Waits for the program's end or a reason to end it; `None`: nobody wants to know any more.
fn watch(job: &Job, program: Pid, began: Instant) -> Option<Ended> {
    let deadline = began + job.limits.wall;
    #[cfg(target_os = "linux")]
    let ends = rustix::process::pidfd_open(program, rustix::process::PidfdFlags::empty()).ok();
    #[cfg(not(target_os = "linux"))]
    let ends: Option<File> = None;
    let stdin = io::stdin();
    let mut tick = FIRST_TICK;
    loop {
        let now = Instant::now();
        let wait = tick.min(deadline.saturating_duration_since(now));
        // Without a way to wait for its end, look often.
        let wait = if ends.is_some() {
            wait
        } else {
            wait.min(FIRST_TICK)
        };
        let timeout = Timespec {
            tv_sec: wait.as_secs() as i64,
            tv_nsec: i64::from(wait.subsec_nanos()),
        };
        let mut wakers = vec![PollFd::new(&stdin, PollFlags::IN)];
        wakers.extend(ends.iter().map(|ends| PollFd::new(ends, PollFlags::IN)));
        let _ = rustix::event::poll(&mut wakers, Some(&timeout));
        let nobody_there = !wakers[0].revents().is_empty();

        if let Some(status) = reap(program) {
            return Some(told(job, status));
        }
        if nobody_there {
            return None;
        }
        if let Some(ended) = excess(job) {
            return Some(ended);
        }
        if Instant::now() >= deadline {
            return Some(Ended::TimedOut {
                seconds: job.limits.wall.as_secs(),
            });
        }
        tick = (tick * 2).min(TICK);
    }
}

/// Clears away what has ended; the program's status if it is among that.
fn reap(program: Pid) -> Option<WaitStatus> {
    let mut of_program = None;
    while let Ok(Some((pid, status))) = rustix::process::wait(WaitOptions::NOHANG) {
        if pid == program {
            of_program = Some(status);
        }
    }
    of_program
}

fn has_no_child() -> bool {
    loop {
        match rustix::process::wait(WaitOptions::NOHANG) {
            Ok(Some(_)) => {}
            Ok(None) => return false,
            Err(e) => return e == rustix::io::Errno::CHILD,
        }
    }
}

fn excess(job: &Job) -> Option<Ended> {
    let limits = &job.limits;
    if wrote_too_much(job) {
        return Some(Ended::TooMuchOutput {
            bytes: limits.output,
        });
    }
    let processes = tree::descendants(process::id() as i32);
    if processes.len() > limits.processes {
        return Some(Ended::TooManyProcesses {
            processes: limits.processes,
        });
    }
    if processes.iter().map(|p| p.memory).sum::<u64>() > limits.memory {
        return Some(Ended::OutOfMemory {
            bytes: limits.memory,
        });
    }
    None
}

fn wrote_too_much(job: &Job) -> bool {
    let length = |path: &Path| fs::metadata(path).map_or(0, |m| m.len());
    [&job.stdout, &job.stderr]
        .into_iter()
        .flatten()
        .any(|path| length(path) > job.limits.output)
}

/// What an exit status tells, together with what the program left.
fn told(job: &Job, status: WaitStatus) -> Ended {
    if wrote_too_much(job) {
        return Ended::TooMuchOutput {
            bytes: job.limits.output,
        };
    }
    if let Some(code) = status.exit_status() {
        return Ended::Exited { code };
    }
    let signal = status.terminating_signal().unwrap_or_default();
    let refused_memory = || {
        let said = job
            .stderr
            .as_deref()
            .and_then(|path| fs::read(path).ok())
            .unwrap_or_default();
        String::from_utf8_lossy(&said)
            .lines()
            .any(|line| line.starts_with("memory allocation of "))
    };
    match Signal::from_named_raw(signal) {
        Some(Signal::ABORT) if refused_memory() => Ended::OutOfMemory {
            bytes: job.limits.memory,
        },
        Some(Signal::XCPU) => Ended::TimedOut {
            seconds: job.limits.wall.as_secs(),
        },
        known => Ended::Signalled {
            signal,
            name: known
                .and_then(name)
                .map_or_else(|| format!("signal {signal}"), str::to_owned),
        },
    }
}

/// The names of the signals that end programs in practice.
fn name(signal: Signal) -> Option<&'static str> {
    Some(match signal {
        Signal::ABORT => "SIGABRT",
        Signal::BUS => "SIGBUS",
        Signal::FPE => "SIGFPE",
        Signal::HUP => "SIGHUP",
        Signal::ILL => "SIGILL",
        Signal::INT => "SIGINT",
        Signal::KILL => "SIGKILL",
        Signal::PIPE => "SIGPIPE",
        Signal::SEGV => "SIGSEGV",
        Signal::SYS => "SIGSYS",
        Signal::TERM => "SIGTERM",
        Signal::TRAP => "SIGTRAP",
        Signal::XFSZ => "SIGXFSZ",
        _ => return None,
    })
}

/// Clears away what the program put beside the report, or left in its folder there, that is no file of the size that
/// it may write: reading it could take for ever, or all the memory there is.
fn tidy(job: &Job) {
    let _ = fs::remove_file(&job.report);
    let Some(own) = job.report.parent() else {
        return;
    };
    let inner = Some(job.folder.as_path()).filter(|folder| folder.starts_with(own));
    // The second is listed after the first was tidied: a link in its place is not followed.
    for folder in [Some(own), inner].into_iter().flatten() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let is_plain = |about: fs::Metadata| {
                about.is_dir() || about.is_file() && about.len() <= job.limits.file
            };
            if !entry.metadata().is_ok_and(is_plain) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Kills the program and all that came of it, and waits until it is gone.
fn end_all(program: Pid) {
    // Whatever is left of the program is our child, where we adopt what it leaves behind.
    if cfg!(target_os = "linux") && has_no_child() {
        return;
    }
    let until = Instant::now() + PATIENCE;
    let all = || tree::descendants(process::id() as i32);
    let each = |signal| {
        // The group first: in one step, so that none of it can fork in between.
        let _ = rustix::process::kill_process_group(program, signal);
        for pid in all().into_iter().filter_map(|p| Pid::from_raw(p.pid)) {
            let _ = rustix::process::kill_process(pid, signal);
        }
    };
    // Stopped first, so that what starts processes faster than they are found starts no more.
    let mut stopped = 0;
    while stopped != all().len() && Instant::now() < until {
        stopped = all().len();
        each(Signal::STOP);
    }
    loop {
        each(Signal::KILL);
        reap(program);
        if all().is_empty() || Instant::now() > until {
            return;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}
