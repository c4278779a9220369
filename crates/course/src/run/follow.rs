//! Reads a file while somebody writes it.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// How often the file is looked at: often enough that a line seems to appear at once.
const PAUSE: Duration = Duration::from_millis(30);

/// Does something, and meanwhile hands on what is added to a file, up to a bound.
pub(super) fn during<T>(
    work: impl FnOnce() -> T,
    path: &Path,
    bound: u64,
    on_output: &mut (dyn FnMut(&[u8]) + Send),
) -> T {
    let Ok(file) = File::open(path) else {
        return work();
    };
    let mut rest = file.take(bound);
    let (done_tx, done) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            loop {
                let is_last = done.recv_timeout(PAUSE) != Err(RecvTimeoutError::Timeout);
                hand_on(&mut rest, on_output);
                if is_last {
                    return;
                }
            }
        });
        // Dropped when the work ends, also when it ends in a panic.
        let _done_tx = done_tx;
        work()
    })
}

fn hand_on(rest: &mut impl Read, on_output: &mut (dyn FnMut(&[u8]) + Send)) {
    let mut bytes = [0; 8192];
    loop {
        match rest.read(&mut bytes) {
            Ok(0) => return,
            Ok(n) => on_output(&bytes[..n]),
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, OpenOptions};
    use std::io::Write;

    use super::*;

    #[test]
    fn what_is_written_is_handed_on_before_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        fs::write(&path, "").unwrap();
        let (seen_tx, seen) = mpsc::channel::<Vec<u8>>();
        let work = || {
            let mut file = OpenOptions::new().append(true).open(&path).unwrap();
            file.write_all(b"one\n").unwrap();
            assert_eq!(seen.recv().unwrap(), b"one\n");
            file.write_all(b"two").unwrap();
            7
        };
        let mut all = Vec::new();
        let result = during(work, &path, 6, &mut |bytes| {
            all.extend_from_slice(bytes);
            seen_tx.send(bytes.to_vec()).unwrap();
        });
        assert_eq!((result, all.as_slice()), (7, b"one\ntw".as_slice()));
    }
}
