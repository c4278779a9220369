//! So many at once, each as soon as it is done.
//!
//! **Why it matters.** Where the order does not matter, a slow download should hold up nobody. But
//! then the results come in an order of their own, and each must say whose it is.
//!
//! **What to do.** The names of the files come as a stream. Download each file with
//! `server.call(&file)`, and return a stream that gives each file's name together with what came of it,
//! as soon as its download is done. Have at most `width` downloads under way, and begin the next one
//! as soon as there is a place for it and its name is there. Take no name before there is a place for
//! its download: of the names that were taken, at most `width` are not handed out. Who drops the
//! stream cancels what is under way. `width` is at least 1.

use futures::{Stream, StreamExt};
use world::{Failure, Service};

pub fn unordered_width(
    width: usize,
    server: Service,
    files: impl Stream<Item = String>,
) -> impl Stream<Item = (String, Result<String, Failure>)> {
    // TODO: this downloads one file after the other, whatever the width is
    let _ = width;
    files.then(move |file| {
        let download = server.call(&file);
        async { (file, download.await) }
    })
}
