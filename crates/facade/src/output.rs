//! What the program prints, seen from inside the program.
//!
//! `println!` cannot be replaced in a program that somebody else wrote. But whoever starts it can give it a plain file
//! as its stdout, and then a look at that file tells what was printed since the last look.

use std::{
    fs::File,
    sync::{Mutex, OnceLock, PoisonError},
};

/// How much of the output goes into the recording. What comes after is printed, and not noted.
const MOST: u64 = 1 << 20;

/// The file that is this process's stdout, and how far it has been read.
struct Output {
    file: File,
    /// How long it was when the process began to be recorded.
    begin: u64,
    read: u64,
    /// The beginning of a line that has no end yet.
    partial: Vec<u8>,
}

impl Output {
    fn open() -> Option<Mutex<Self>> {
        let file = stdout()?;
        let metadata = file.metadata().ok().filter(std::fs::Metadata::is_file)?;
        let begin = metadata.len();
        Some(Mutex::new(Self {
            file,
            begin,
            read: begin,
            partial: Vec::new(),
        }))
    }

    /// The lines that were printed since this was last asked.
    fn lines(&mut self) -> Vec<String> {
        let length = self.file.metadata().map_or(0, |m| m.len());
        let length = length.min(self.begin + MOST);
        if length <= self.read {
            return Vec::new();
        }
        let mut fresh = vec![0; (length - self.read) as usize];
        let Ok(count) = read_at(&self.file, &mut fresh, self.read) else {
            return Vec::new();
        };
        self.read += count as u64;
        self.partial.extend_from_slice(&fresh[..count]);
        let Some(end) = self.partial.iter().rposition(|b| *b == b'\n') else {
            return Vec::new();
        };
        let whole: Vec<u8> = self.partial.drain(..=end).collect();
        String::from_utf8_lossy(&whole)
            .lines()
            .map(str::to_owned)
            .collect()
    }
}

/// A function that returns the lines that were printed since somebody last asked; `None` where stdout is not a file that
/// can be read. Of several runtimes at the same time, the one in which something happens next has the line.
///
/// `alone`: no other runtime is recorded now. Then what was printed up to now is no part of any.
pub(crate) fn lines(alone: bool) -> Option<impl Fn() -> Vec<String> + Send + Sync + 'static> {
    static OUTPUT: OnceLock<Option<Mutex<Output>>> = OnceLock::new();
    let output = OUTPUT.get_or_init(Output::open).as_ref()?;
    let lines = || {
        let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
        output.lines()
    };
    if alone {
        lines();
    }
    Some(lines)
}

#[cfg(unix)]
fn stdout() -> Option<File> {
    use std::os::fd::AsFd;
    std::io::stdout()
        .as_fd()
        .try_clone_to_owned()
        .ok()
        .map(File::from)
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> std::io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(not(unix))]
fn stdout() -> Option<File> {
    None
}

#[cfg(not(unix))]
fn read_at(_: &File, _: &mut [u8], _: u64) -> std::io::Result<usize> {
    Ok(0)
}
