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

/// Reads to the end, however much there is, and keeps the beginning.
pub(crate) fn collect(mut from: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (tx, rx) = channel();
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
    rx
}

/// What was collected. Something that the answer started may keep the pipe open, so there is a
/// bound.
pub(crate) fn collected(from: &Receiver<Vec<u8>>) -> String {
    let bytes = from
        .recv_timeout(Duration::from_secs(1))
        .unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
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

        let kept = collected(&collect(std::io::repeat(b'x').take(10 * MOST_BYTES as u64)));
        assert_eq!(kept.len(), MOST_BYTES);
    }
}
