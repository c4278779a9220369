//! What a program calls at a stack, in the words that people use: `mpsc::Receiver::recv`, `JoinHandle`.
//!
//! Of all the library functions between the program's own code and the waker, one is what the program asked for. It is the
//! outermost, unless that only passes on what something further inside does, as `timeout` and `next` do.

use super::{Resolved, crate_of, is_closure, polled_type, segments};

/// What the program called: the outermost library function inside the innermost of the program's own that does not only
/// wait for what it contains.
///
/// `None` where a library's frames are not on the stack. Short, as people say it: `mpsc::Receiver::recv`,
/// `JoinHandle`, `MutexGuard::drop`.
pub(super) fn called(stack: &[Resolved]) -> Option<String> {
    let own = stack.iter().position(|f| f.own);
    let inside = own.unwrap_or(stack.len());
    let mut functions = stack[..inside].iter().rev().filter(|f| {
        is_library(&f.symbol)
            && !is_waker(&f.symbol)
            // Outside all of the program there is only the runtime, which polls a future of a library or drops one.
            && (own.is_some() || !is_runtime(&f.symbol))
    });
    let mut outermost = None;
    let leaf = functions.find(|f| {
        let combines = passes_on(&f.symbol) || is_combinator(&f.symbol);
        // A set of futures is woken by way of wakers of its own: there is no more to be seen than the set.
        if outermost.is_none() && (!is_combinator(&f.symbol) || is_join_all(&f.symbol)) {
            outermost = Some(*f);
        }
        !combines
    });
    Some(api_name(&leaf.or(outermost)?.symbol))
}

/// What a future is called that the program wrote by hand, for a stack at which it keeps a waker: by its type, or
/// `poll_fn`.
pub(super) fn future(stack: &[Resolved]) -> Option<String> {
    let own = stack.iter().position(|f| f.own)?;
    if let Some(type_name) = polled_type(&stack[own].symbol) {
        return Some(type_name);
    }
    let outside = stack[own + 1..].iter().take_while(|f| !f.own);
    let poll_fn = |f: &Resolved| f.symbol.contains("poll_fn::PollFn");
    outside
        .into_iter()
        .any(poll_fn)
        .then(|| "poll_fn".to_owned())
}

fn is_library(symbol: &str) -> bool {
    let krate = crate_of(symbol);
    krate.starts_with("tokio") && krate != "tokio_facade"
        || krate.starts_with("futures")
        || krate == "async_stream"
}

/// Whether a function is one of those that a waker consists of.
fn is_waker(symbol: &str) -> bool {
    symbol.contains("tokio::runtime::task::waker::")
}

/// Whether a function is one of the runtime's own, and not one that programs call.
fn is_runtime(symbol: &str) -> bool {
    let segments = segments(symbol);
    let module = segments.get(1).map_or("", String::as_str);
    match module {
        "runtime" => !segments.iter().any(|s| s == "JoinHandle"),
        _ => matches!(module, "util" | "loom" | "coop"),
    }
}

/// Whether a function belongs to a crate that has little but adapters of futures and streams.
fn passes_on(symbol: &str) -> bool {
    let krate = crate_of(symbol);
    matches!(
        krate,
        "futures_util" | "futures_core" | "futures_task" | "tokio_stream"
    )
}

fn is_combinator(symbol: &str) -> bool {
    let mut segments = segments(symbol).into_iter();
    segments.any(|s| COMBINATORS.contains(&s.as_str()))
}

fn is_join_all(symbol: &str) -> bool {
    segments(symbol)
        .iter()
        .any(|s| s == "JoinAll" || s == "TryJoinAll")
}

/// Futures and streams that wait for nothing themselves, but for what they contain.
const COMBINATORS: [&str; 23] = [
    "Timeout",
    "MaybeDone",
    "TryMaybeDone",
    "poll_fn",
    "PollFn",
    "Fuse",
    "Map",
    "MapErr",
    "MapOk",
    "Then",
    "AndThen",
    "OrElse",
    "Inspect",
    "Unconstrained",
    "Instrumented",
    "JoinAll",
    "TryJoinAll",
    "FuturesUnordered",
    "FuturesOrdered",
    "Buffered",
    "BufferUnordered",
    "SelectAll",
    "Abortable",
];

/// What is called for to get a future of this type, where the type is not what people know.
fn maker(type_name: &str) -> Option<&'static str> {
    Some(match type_name {
        "Notified" => "Notify::notified",
        "OwnedNotified" => "Notify::notified_owned",
        "WaitForCancellationFuture" => "CancellationToken::cancelled",
        "WaitForCancellationFutureOwned" => "CancellationToken::cancelled_owned",
        "TaskTrackerWaitFuture" => "TaskTracker::wait",
        "JoinAll" => "join_all",
        "TryJoinAll" => "try_join_all",
        _ => return None,
    })
}

/// The method of a stream that makes a future of this type, such as `StreamExt::for_each_concurrent`.
fn of_stream(symbol: &str, type_name: &str) -> Option<String> {
    let of = |part: &str| symbol.contains(part);
    let maker = match () {
        () if of("futures_util::stream::try_stream::") => "TryStreamExt",
        () if of("futures_util::stream::stream::") || of("tokio_stream::stream_ext::") => {
            "StreamExt"
        }
        () => return None,
    };
    let mut method = String::new();
    for c in type_name.chars() {
        if c.is_ascii_uppercase() && !method.is_empty() {
            method.push('_');
        }
        method.push(c.to_ascii_lowercase());
    }
    Some(format!("{maker}::{method}"))
}

/// `<tokio::runtime::task::join::JoinHandle<T> as Future>::poll` → `JoinHandle`.
fn api_name(symbol: &str) -> String {
    let segments: Vec<String> = segments(symbol)
        .into_iter()
        .filter(|s| !is_closure(s))
        .collect();
    let family = segments
        .iter()
        .find(|s| matches!(s.as_str(), "mpsc" | "oneshot" | "broadcast" | "watch"));
    let (last, before) = match segments.as_slice() {
        [.., before, last] => (last.as_str(), before.as_str()),
        [last] => (last.as_str(), ""),
        [] => return "unknown".to_owned(),
    };
    let a_type = before.starts_with(|c: char| c.is_ascii_uppercase());
    let name = match (a_type, last) {
        (true, "poll") => match (maker(before), of_stream(symbol, before)) {
            (Some(maker), _) => maker.to_owned(),
            (None, Some(method)) => method,
            (None, None) => before.to_owned(),
        },
        // A receiver as a stream, and what `recv` itself calls.
        (true, "poll_recv" | "poll_next") if family.is_some() => format!("{before}::recv"),
        (true, last) => format!("{before}::{last}"),
        (false, last) => last.to_owned(),
    };
    match family {
        Some(family) => format!("{family}::{name}"),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_of_both_manglings_become_the_names_that_people_use() {
        for (symbol, name) in [
            (
                "tokio::sync::mpsc::bounded::Receiver<T>::recv::{{closure}}",
                "mpsc::Receiver::recv",
            ),
            (
                "<tokio::sync::mpsc::bounded::Receiver<u32>>::recv::{closure#0}",
                "mpsc::Receiver::recv",
            ),
            (
                "<tokio::runtime::task::join::JoinHandle<T> as core::future::future::Future>::poll",
                "JoinHandle",
            ),
            (
                "<tokio::sync::mutex::MutexGuard<T> as core::ops::drop::Drop>::drop",
                "MutexGuard::drop",
            ),
            (
                "tokio::sync::oneshot::Sender<T>::send",
                "oneshot::Sender::send",
            ),
            (
                "tokio::task::yield_now::yield_now::{{closure}}",
                "yield_now",
            ),
            (
                "<tokio::time::sleep::Sleep as core::future::future::Future>::poll",
                "Sleep",
            ),
            (
                "<tokio::sync::notify::Notified as core::future::future::Future>::poll",
                "Notify::notified",
            ),
            (
                "tokio::sync::mpsc::bounded::Receiver<T>::poll_recv",
                "mpsc::Receiver::recv",
            ),
            (
                "<futures_util::stream::stream::for_each_concurrent::ForEachConcurrent<St,Fut,F> as \
                 core::future::future::Future>::poll",
                "StreamExt::for_each_concurrent",
            ),
            (
                "<tokio_stream::stream_ext::next::Next<St> as core::future::future::Future>::poll",
                "StreamExt::next",
            ),
        ] {
            assert_eq!(api_name(symbol), name, "{symbol}");
        }
    }
}
