//! Page after page, and only as asked for.
//!
//! **Why it matters.** A long list is handed out in pages. Whoever wants the first ten entries must
//! not pay for all of them; and whoever wants all of them should not have to know about pages.
//!
//! **What to do.** The archive has its entries in pages. `archive.call("1")` answers with the first
//! one: its entries, with a blank between them, and then the number of the next page behind a `>`:
//! `"ada grace >2"`. The last page has no `>`. A page may have no entry at all, and another one behind
//! it.
//!
//! Return the entries of all pages as a stream, in order. Ask for a page only when somebody asks for
//! an entry of it: at first for none, and for the next one only when all entries of this one have been
//! handed out. A failure is an item, and the last one.

use futures::{Stream, stream};
use world::{Failure, Service};

pub fn paginate(archive: Service) -> impl Stream<Item = Result<String, Failure>> {
    // TODO: this is the first page as a single item, and no other page is ever asked for
    stream::once(async move {
        let page = archive.call("1").await?;
        let (entries, _next) = parse(&page);
        Ok(entries.join(" "))
    })
}

/// The entries of a page, and what the next one is called, if there is one.
pub fn parse(page: &str) -> (Vec<String>, Option<String>) {
    let (entries, next) = match page.split_once('>') {
        Some((entries, next)) => (entries, Some(next.to_owned())),
        None => (page, None),
    };
    (
        entries.split_whitespace().map(str::to_owned).collect(),
        next,
    )
}
