//! `watch` as a person meets it: in a terminal, with keys, and in a pipe, line by line.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Stdio};
use std::time::Duration;

#[path = "support/checkout.rs"]
mod checkout;
#[path = "support/terminal.rs"]
mod terminal;

use checkout::{Checkout, playground, root};
use terminal::Terminal;

const OVERLAP: &str = "exercises/01_why_async/overlap.rs";
const STOPWATCH: &str = "exercises/01_why_async/stopwatch.rs";

/// `watch` without a terminal.
struct Piped {
    program: Child,
    lines: BufReader<ChildStdout>,
}

impl Piped {
    fn start(checkout: &Checkout) -> Self {
        let mut program = playground(checkout.root(), &["watch"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(program.stdout.take().unwrap());
        let mut piped = Self { program, lines };
        piped.until("watching ");
        piped.until("    exercises/");
        piped
    }

    /// Reads until a line begins like this; all lines up to there.
    fn until(&mut self, begin: &str) -> Vec<String> {
        let mut read = Vec::new();
        loop {
            let mut line = String::new();
            let n = self.lines.read_line(&mut line).unwrap();
            assert!(n > 0, "it ended before `{begin}`: {read:?}");
            assert!(!line.contains('\u{1b}'), "an order to a terminal: {line:?}");
            let is_it = line.starts_with(begin);
            read.push(line);
            if is_it {
                return read;
            }
        }
    }
}

impl Drop for Piped {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

#[test]
fn in_a_pipe_each_way_of_saving_gets_its_verdict() {
    let checkout = Checkout::new();
    let mut piped = Piped::start(&checkout);
    let path = checkout.path(OVERLAP);

    fs::write(&path, "pub fn overlap( {}\n").unwrap();
    let lines = piped.until("overlap: does not compile");
    assert!(
        lines
            .iter()
            .any(|line| line.contains(&format!("--> {OVERLAP}:1:"))),
        "{lines:?}"
    );

    // As many editors do it.
    let beside = path.with_extension("rs~");
    fs::copy(
        root().join("solutions/01_why_async/overlap/wrong_in_a_row.rs"),
        &beside,
    )
    .unwrap();
    fs::rename(&beside, &path).unwrap();
    piped.until("✗ the three calls overlap");

    fs::remove_file(&path).unwrap();
    let lines = piped.until("error: ");
    assert!(lines.last().unwrap().contains("is gone"), "{lines:?}");

    checkout.solve("overlap");
    piped.until("overlap: four checks passed");
    let lines = piped.until("    exercises/");
    assert!(
        lines.iter().any(|line| line.starts_with("Next: ")),
        "{lines:?}"
    );

    // An exercise that was not there when it began.
    let folder = checkout.path("exercises/01_why_async");
    fs::create_dir(folder.join("extra")).unwrap();
    for file in ["checks.rs", "hints.md"] {
        fs::copy(
            folder.join("overlap").join(file),
            folder.join("extra").join(file),
        )
        .unwrap();
    }
    fs::copy(&path, folder.join("extra.rs")).unwrap();
    piped.until("extra: four checks passed");
}

#[test]
fn many_saves_in_a_row_end_with_one_verdict_about_the_last() {
    let checkout = Checkout::new();
    let mut piped = Piped::start(&checkout);
    checkout.answer("stopwatch", "stopwatch/wrong_std_clock.rs");
    piped.until("stopwatch: ");

    let path = checkout.path(STOPWATCH);
    for n in 0..10 {
        fs::write(&path, format!("compile_error!(\"save {n}\");\n")).unwrap();
        // It is about saves that follow one another, and not about one that lasts.
        std::thread::sleep(Duration::from_millis(50));
    }
    let first = piped.until("stopwatch: does not compile");
    checkout.solve("overlap");
    let rest = piped.until("overlap: four checks passed");
    let all: Vec<&String> = first.iter().chain(&rest).collect();
    let verdicts = all.iter().filter(|line| line.starts_with("stopwatch: "));
    assert_eq!(verdicts.count(), 1, "{all:?}");
    assert!(
        first.iter().any(|line| line.contains("save 9")),
        "{first:?}"
    );
    assert!(
        !first.iter().any(|line| line.contains("save 8")),
        "{first:?}"
    );
}

#[test]
fn in_a_terminal_there_are_keys() {
    let checkout = Checkout::new();
    let mut command = playground(checkout.root(), &["watch"]);
    command.env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE");
    let mut terminal = Terminal::start(command);
    terminal.shows(OVERLAP);
    terminal.shows("q quit");
    assert!(!terminal.echoes());

    terminal.press("h");
    terminal.shows("(1 of 3)");
    terminal.press("h");
    terminal.shows("(2 of 3)");
    terminal.press("n");
    terminal.shows("exercises/01_why_async/");
    terminal.press("l");
    terminal.shows("  > ");
    terminal.press("\u{1b}[A\r");
    terminal.shows("Next: ");
    terminal.shows(OVERLAP);

    checkout.answer("overlap", "overlap/wrong_in_a_row.rs");
    terminal.shows("✗ the three calls overlap");
    terminal.shows("0 of ");
    checkout.solve("overlap");
    terminal.shows("overlap: four checks passed");
    terminal.shows("Next: ");
    terminal.shows("] 1 of ");
    terminal.shows("next: exercises/01_why_async/dependent_calls.rs");
    // It is at hand already: to go on is to begin it, and not the one behind it.
    terminal.press("n");
    terminal.shows("Next: ");
    terminal.shows("dependent_calls.rs");

    checkout.answer("stopwatch", "stopwatch/wrong_ticks.rs");
    terminal.shows("stopwatch: ");
    terminal.press("a");
    terminal.shows("1 passed, 1 failed");
    terminal.press("r");
    terminal.shows("y yes   n no");
    terminal.press("y");
    terminal.shows("what was in it is in `exercises/01_why_async/stopwatch/kept_1.rs`");

    terminal.press("q");
    assert_eq!(terminal.program.wait().unwrap().code(), Some(0));
    assert!(terminal.echoes(), "the terminal stays as it was taken over");
    assert!(
        !terminal.all.contains("\u{1b}[3"),
        "colours that nobody wants"
    );
    let kept = fs::read_to_string(checkout.path("exercises/01_why_async/stopwatch/kept_1.rs"));
    let wrong = root().join("solutions/01_why_async/stopwatch/wrong_ticks.rs");
    assert_eq!(kept.unwrap(), fs::read_to_string(wrong).unwrap());
}

#[test]
fn a_terminal_is_given_back_when_it_is_ended_from_outside() {
    let checkout = Checkout::new();
    let mut terminal = Terminal::start(playground(checkout.root(), &["watch"]));
    terminal.shows("q quit");
    let pid = rustix::process::Pid::from_child(&terminal.program);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    terminal.program.wait().unwrap();
    assert!(terminal.echoes());
}
