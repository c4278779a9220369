//! Never more than so many at once.
//!
//! **Why it matters.** A program that asks for a thousand things at the same moment is rude to the
//! one whom it asks, and runs out of memory or of connections itself. A limit keeps it polite. A
//! good limit is never exceeded, and never leaves a place empty while there is something to do.
//!
//! **What to do.** Download all files, each with `server.call(&file)`, and return what came of
//! each, in the order of the files: a failure ends none of the others. Never have more than `limit`
//! downloads under way, and begin the next one, in the order of the files, as soon as one is done.
//! `limit` is at least 1.

use world::{Failure, Service};

pub async fn at_most(
    limit: usize,
    server: Service,
    files: Vec<String>,
) -> Vec<Result<String, Failure>> {
    // TODO: this downloads one file after the other, whatever the limit is
    let _ = limit;
    let mut results = Vec::new();
    for file in files {
        results.push(server.call(&file).await);
    }
    results
}
