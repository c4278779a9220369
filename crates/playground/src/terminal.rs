//! Writing to the terminal: what is asked for on the standard output, everything else on the error output.

mod clean;
mod markdown;

use std::env;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::process;

use anyhow::{Context, Result};
use course::{Cancel, Course, Kit, Progress};
use serde::Serialize;

pub(crate) use clean::{clean, clean_piece};
pub(crate) use markdown::render as markdown;

/// Writes what was asked for. When nobody reads it any more (`… | head`), the program ends quietly.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Err(e) if e.kind() == ErrorKind::BrokenPipe => process::exit(0),
        done => done.context("the output cannot be written"),
    }
}

/// What writes a program's output as it comes: to a terminal without what that would take for an order, and to anything
/// else as it is. What cannot be written, nobody wanted to see.
pub(crate) fn aloud() -> impl FnMut(&[u8]) {
    let mut rest = Vec::new();
    move |bytes| {
        let mut stdout = io::stdout().lock();
        let written = match stdout.is_terminal() {
            true => stdout.write_all(clean_piece(&mut rest, bytes).as_bytes()),
            false => stdout.write_all(bytes),
        };
        let _ = written.and_then(|()| stdout.flush());
    }
}

/// Writes a value as one line of JSON.
pub(crate) fn print_json(value: &impl Serialize) -> Result<()> {
    print(&format!("{}\n", serde_json::to_string(value)?))
}

/// Writes a line to the error output; where that is closed, nobody wanted to know.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Whether to use colours on the standard output.
pub(crate) fn has_colour() -> bool {
    io::stdout().is_terminal()
        && wants_colour(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}

fn wants_colour(is_set: impl Fn(&str) -> bool) -> bool {
    !is_set("NO_COLOR")
}

/// Prepares the kit, telling on the error output what takes long.
pub(crate) fn prepare(course: &Course) -> Result<Kit> {
    if let Some(notice) = course.store()?.notice() {
        complain(&format!("note: {notice}"));
    }
    let one_line = io::stderr().is_terminal();
    let mut lines = in_lines(|line| complain(&line));
    let mut tell = |progress: Progress| match one_line {
        true => redraw(&progress),
        false => lines(progress),
    };
    let kit = Kit::prepare(course, &mut tell, &Cancel::never());
    if one_line && kit.is_err() {
        let _ = write!(io::stderr(), "\r\x1b[K");
    }
    Ok(kit?)
}

/// One line that changes.
fn redraw(progress: &Progress) {
    let _ = write!(io::stderr(), "\r\x1b[K{progress}");
    if matches!(progress, Progress::Done { .. }) {
        let _ = write!(io::stderr(), "\r\x1b[K");
    }
}

/// A line for each thing that takes long, and not for each crate.
pub(crate) fn in_lines(say: impl Fn(String)) -> impl FnMut(Progress) {
    let mut told_how_many = false;
    move |progress| match progress {
        Progress::Compiling { total, .. } if !told_how_many => {
            told_how_many = true;
            say(format!(
                "compiling them in {total} steps, once for all programs to come"
            ));
        }
        Progress::Compiling { .. } => {}
        other => say(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_color_is_respected() {
        assert!(!wants_colour(|name| name == "NO_COLOR"));
        assert!(wants_colour(|_| false));
    }
}
