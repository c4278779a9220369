//! The process that runs one program once.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::{figures::Figures, programs::Program, ways::Way};

/// The first argument of such a process.
pub(crate) const WORD: &str = "once";

/// No run may take longer, also where the machine is busy with other things.
const LONGEST: Duration = Duration::from_secs(300);

/// Runs a program and prints what it took.
pub(crate) fn run(way: &str, program: &str) -> Result<(), String> {
    let way = Way::ALL.into_iter().find(|w| w.name() == way);
    let program = Program::ALL.into_iter().find(|p| p.name() == program);
    let (Some(way), Some(program)) = (way, program) else {
        return Err("no such way or no such program".to_owned());
    };
    println!("{}", way.watch(program)?.with_memory());
    Ok(())
}

/// Starts a process that runs a program once, and waits for what it prints.
pub(crate) fn start(executable: &Path, way: Way, program: Program) -> Result<Figures, String> {
    let what = format!("`{}` watched by `{}`", program.name(), way.name());
    let mut child = Command::new(executable)
        .args([WORD, way.name(), program.name()])
        // It would switch on more than is asked for.
        .env_remove("RUST_LOG")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| format!("{what} does not start: {e}"))?;
    let began = Instant::now();
    while child.try_wait().map_err(|e| e.to_string())?.is_none() {
        if began.elapsed() > LONGEST {
            child.kill().map_err(|e| e.to_string())?;
            child.wait().map_err(|e| e.to_string())?;
            return Err(format!("{what} takes more than {} s", LONGEST.as_secs()));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    // It prints one line: a pipe holds more.
    let output = child.wait_with_output().map_err(|e| e.to_string())?;
    if !output.status.success() {
        return Err(format!("{what} failed: {}", output.status));
    }
    Figures::parse(&String::from_utf8_lossy(&output.stdout))
        .ok_or_else(|| format!("{what} printed no figures"))
}
