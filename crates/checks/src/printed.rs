//! What an answer prints while it is checked: learners print to find out, so it is shown, but never
//! more than a screen.

use std::io::Read;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// Stands in the output in front of each check's.
pub(crate) const MARK: &str = "\u{1e}check ";

/// No more than this is kept of what an answer prints.
const MOST_BYTES: usize = 64 * 1024;
const MOST_LINES: usize = 20;

/// What a process prints, read on a thread of its own.
pub(crate) struct Output {
    rest: Receiver<Vec<u8>>,
    kept: Option<Vec<u8>>,
}

impl Output {
    /// Reads to the end, however much there is, and keeps the beginning.
    pub(crate) fn collect(mut from: impl Read + Send + 'static) -> Self {
        let (tx, rest) = channel();
        thread::spawn(move || {
            let mut kept = Vec::new();
            let mut buffer = [0; 8192];
            while let Ok(read @ 1..) = from.read(&mut buffer) {
                let room = MOST_BYTES.saturating_sub(kept.len());
                kept.extend_from_slice(&buffer[..read.min(room)]);
            }
            // The other side gave up waiting: then nobody wants it.
            let _ = tx.send(kept);
        });
        Self { rest, kept: None }
    }

    /// Whether it comes to its end within this time. If so, it is not waited for any longer.
    pub(crate) fn ends_within(&mut self, bound: Duration) -> bool {
        if self.kept.is_none() {
            self.kept = self.rest.recv_timeout(bound).ok();
        }
        self.kept.is_some()
    }

    /// What was collected. Something that the answer started may keep the pipe open, so there is a
    /// bound.
    pub(crate) fn text(mut self) -> String {
        self.ends_within(Duration::from_secs(1));
        String::from_utf8_lossy(&self.kept.unwrap_or_default()).into_owned()
    }
}

/// The lines printed during the check at this position.
pub(crate) fn during(output: &str, position: usize) -> Vec<String> {
    let mark = format!("{MARK}{position}\n");
    let Some((_, after)) = output.split_once(&mark) else {
        return Vec::new();
    };
    let of_this_check = after.split(MARK).next().unwrap_or("");
    let mut lines: Vec<_> = of_this_check.lines().map(str::to_owned).collect();
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        lines.push("… and more".to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_check_has_its_own_lines() {
        let output = format!("\nrunning 1 test\n{MARK}0\none\ntwo\n{MARK}1\nthree\n");
        assert_eq!(during(&output, 0), ["one", "two"]);
        assert_eq!(during(&output, 1), ["three"]);
        assert!(during(&output, 2).is_empty());
    }

    #[test]
    fn a_flood_is_cut() {
        let output = format!("{MARK}0\n{}", "again\n".repeat(100));
        let lines = during(&output, 0);
        assert_eq!(lines.len(), MOST_LINES + 1);
        assert_eq!(lines[MOST_LINES], "… and more");

        let output = Output::collect(std::io::repeat(b'x').take(10 * MOST_BYTES as u64));
        let kept = output.text();
        assert_eq!(kept.len(), MOST_BYTES);
    }
}
