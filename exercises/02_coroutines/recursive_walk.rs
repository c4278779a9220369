//! How large is this folder?
//!
//! **Why it matters.** A tree is walked by a function that calls itself. An async function that
//! does so holds the future of the next call inside its own, and that one in turn: without a box
//! in between, that type would have no end. And a tree is a place where waits can overlap: what
//! lies in one folder does not depend on what lies in the one beside it.
//!
//! **What to do.** Return how many bytes the files in this folder, and in all folders below it,
//! have together. `disk.call("/src/")` answers with what is in the folder `/src/`, one entry a
//! line: `main 300` is a file of 300 bytes, and `lib/` is the folder `/src/lib/`.
//!
//! - Each folder is read once, as early as possible: when the answer that names it is there.
//! - If a folder cannot be read, return that failure, and do not wait for the others.
//! - Whoever drops your future wants nothing more to be read.

use world::{Failure, Service};

pub async fn recursive_walk(disk: Service, folder: &str) -> Result<u64, Failure> {
    let mut bytes = 0;
    for entry in disk.call(folder).await?.lines() {
        match entry.split_once(' ') {
            Some((_name, size)) => bytes += size.parse::<u64>().expect("a size is a number"),
            // TODO: this one is a folder
            None => todo!("read what is in {folder}{entry}"),
        }
    }
    Ok(bytes)
}
