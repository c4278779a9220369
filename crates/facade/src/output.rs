//! What the program prints, seen from inside the program.
//!
//! `println!` cannot be replaced in a program that somebody else wrote. But whoever starts it can give it a plain file
//! as its stdout, and then a look at that file tells what was printed since the last look.

use std::{fs::File, sync::Mutex};

/// How much of the output goes into the recording. What comes after is printed, and not noted.
const MOST: u64 = 1 << 20;

/// A function that returns the lines that were printed since it was last called; `None` where stdout is not a file
/// that can be read.
pub(crate) fn lines() -> Option<impl Fn() -> Vec<String> + Send + Sync + 'static> {
    let file = stdout()?;
    let begin = file
        .metadata()
        .ok()
        .filter(std::fs::Metadata::is_file)?
        .len();
    let seen = Mutex::new((begin, Vec::new()));
    Some(move || {
        let mut seen = seen
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let (read, partial) = &mut *seen;
        let length = file.metadata().map_or(0, |m| m.len()).min(begin + MOST);
        if length <= *read {
            return Vec::new();
        }
        let mut fresh = vec![0; (length - *read) as usize];
        let Ok(count) = read_at(&file, &mut fresh, *read) else {
            return Vec::new();
        };
        *read += count as u64;
        partial.extend_from_slice(&fresh[..count]);
        let Some(end) = partial.iter().rposition(|b| *b == b'\n') else {
            return Vec::new();
        };
        let whole: Vec<u8> = partial.drain(..=end).collect();
        String::from_utf8_lossy(&whole)
            .lines()
            .map(str::to_owned)
            .collect()
    })
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
