//! Call stacks: captured as bare addresses while the program runs, turned into functions and lines after it ended.
//!
//! Capturing a stack that was seen before costs a few nanoseconds a frame ([`tree`]); resolving reads the program's debug
//! information and happens once for each address.

use std::{cell::RefCell, collections::HashMap, path::Path, rc::Rc};

use crate::{
    model::{Frame, Place},
    numbers::ByNumber,
};

mod rules;
mod tree;

pub(crate) use tree::{StackId, Stacks};

/// An address on the caller's stack.
#[inline(always)]
pub(crate) fn here() -> usize {
    let marker = 0u8;
    std::ptr::from_ref(std::hint::black_box(&marker)) as usize
}

/// One function on a resolved stack.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    /// The demangled name, whole.
    pub(crate) symbol: String,
    /// Where it stands, if the debug information says so.
    pub(crate) place: Option<Place>,
    /// Whether it belongs to the program itself and not to a library.
    pub(crate) own: bool,
    /// The address, to tell two places on the same line apart.
    pub(crate) address: usize,
}

/// A stack whose functions are known, with what is asked of it again and again: a program in a loop passes the same
/// few stacks some hundred thousand times.
pub(crate) struct ResolvedStack {
    /// Its functions, innermost first, without those of the recorder itself.
    pub(crate) frames: Vec<Resolved>,
    /// What [`called`] says of it.
    pub(crate) called: Option<String>,
    /// What [`task_function`] says of it.
    pub(crate) function: Option<String>,
    /// What [`own_frames`] says of it.
    pub(crate) own: Vec<Frame>,
    /// Few: what is looked for stands in the source of the recorder.
    passes: RefCell<Vec<(&'static str, bool)>>,
}

impl ResolvedStack {
    fn new(frames: Vec<Resolved>) -> Self {
        Self {
            called: called(&frames),
            function: task_function(&frames),
            own: own_frames(&frames),
            passes: RefCell::default(),
            frames,
        }
    }

    /// The innermost place in the program itself.
    pub(crate) fn place(&self) -> Option<Place> {
        self.own.first().map(|f| f.place.clone())
    }

    /// The addresses of the functions outside of this part of a library: alike for two stacks that lead to it through the
    /// same `.await`. What a macro of a library wrote into a function counts as that function's, so that the branches of
    /// a `select!` differ.
    pub(crate) fn outside(&self, part: &str) -> Vec<usize> {
        let inside = self.frames.iter().position(|f| f.symbol.contains(part));
        let mut frames = self.frames[inside.unwrap_or(0)..].iter();
        let outside = |f: &&Resolved| !LIBRARIES.contains(&crate_of(&f.symbol));
        let first = frames.find(outside);
        first.into_iter().chain(frames).map(|f| f.address).collect()
    }

    /// Whether one of the frames, library or not, has this text in its symbol.
    pub(crate) fn passes(&self, part: &'static str) -> bool {
        let mut passes = self.passes.borrow_mut();
        if let Some((_, known)) = passes.iter().find(|(known, _)| std::ptr::eq(*known, part)) {
            return *known;
        }
        let found = self.frames.iter().any(|f| f.symbol.contains(part));
        passes.push((part, found));
        found
    }
}

/// Resolves stacks, each address and each stack once.
pub(crate) struct Resolver<'a> {
    stacks: &'a Stacks,
    resolved: HashMap<StackId, Rc<ResolvedStack>, ByNumber>,
    known: HashMap<usize, Vec<Resolved>, ByNumber>,
    roots: HashMap<String, String>,
}

impl<'a> Resolver<'a> {
    pub(crate) fn new(stacks: &'a Stacks) -> Self {
        Self {
            stacks,
            resolved: HashMap::default(),
            known: HashMap::default(),
            roots: HashMap::new(),
        }
    }

    /// The functions of this stack.
    pub(crate) fn resolve(&mut self, id: StackId) -> Rc<ResolvedStack> {
        if let Some(known) = self.resolved.get(&id) {
            return known.clone();
        }
        let resolved = Rc::new(ResolvedStack::new(self.frames(id)));
        self.resolved.insert(id, resolved.clone());
        resolved
    }

    fn frames(&mut self, id: StackId) -> Vec<Resolved> {
        let mut out = Vec::new();
        'stack: for address in self.stacks.instructions(id) {
            let roots = &mut self.roots;
            let frames = self.known.entry(address).or_insert_with(|| {
                let mut frames = Vec::new();
                backtrace::resolve(address as *mut _, |symbol| {
                    let name = symbol.name().map(|n| format!("{n:#}")).unwrap_or_default();
                    let file = symbol.filename().map(Path::to_path_buf);
                    let place = file.zip(symbol.lineno()).map(|(file, line)| Place {
                        file: relative(&file, roots),
                        line,
                    });
                    let own = !name.is_empty()
                        && place.as_ref().is_some_and(|p| !in_library(&p.file))
                        && !LIBRARIES.contains(&crate_of(&name));
                    frames.push(Resolved {
                        symbol: name,
                        place,
                        own,
                        address,
                    });
                });
                frames
            });
            for frame in frames {
                if BOTTOMS.iter().any(|bottom| frame.symbol.contains(bottom)) {
                    break 'stack;
                }
                out.push(frame.clone());
            }
        }
        out
    }
}

/// Where a poll or the runtime begins: what called that is no part of a task, though it may be the program's own code.
const BOTTOMS: [&str; 3] = [
    "tokio::runtime::task::raw::poll",
    "timeline::subscriber::Shared::main_polled",
    "timeline::session::Session::block_on",
];

/// Crates whose frames are never the reader's, wherever their source lies: with their source in the same workspace,
/// the path would not tell.
const LIBRARIES: [&str; 13] = [
    "lessons",
    "timeline",
    "world",
    "checks",
    "tokio_facade",
    "tokio",
    "tokio_stream",
    "tokio_util",
    "futures_util",
    "core",
    "alloc",
    "std",
    "tracing",
];

/// Whether a source file belongs to a package of the registry or to the standard library.
pub(crate) fn in_library(file: &str) -> bool {
    file.contains("/registry/src/") || file.starts_with("/rustc/") || file.contains("/rustlib/src/")
}

/// The file relative to the workspace that it lies in: the nearest folder above it that has a `Cargo.lock`.
fn relative(file: &Path, roots: &mut HashMap<String, String>) -> String {
    let shown = file.to_string_lossy().into_owned();
    if !file.is_absolute() || in_library(&shown) {
        return shown;
    }
    roots
        .entry(shown)
        .or_insert_with_key(|shown| {
            let root = file
                .ancestors()
                .skip(1)
                .find(|folder| folder.join("Cargo.lock").is_file());
            match root.and_then(|root| file.strip_prefix(root).ok()) {
                Some(inside) => inside.to_string_lossy().into_owned(),
                None => shown.clone(),
            }
        })
        .clone()
}

/// The crate that a demangled symbol belongs to: `tokio` for `<tokio::time::Sleep as core::future::Future>::poll`.
pub(crate) fn crate_of(symbol: &str) -> &str {
    let start = symbol.trim_start_matches(['<', '&', '*', '(', '[']);
    let start = start.strip_prefix("mut ").unwrap_or(start);
    let start = start.strip_prefix("dyn ").unwrap_or(start);
    let end = start
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(start.len());
    &start[..end]
}

/// A symbol as path segments, without generic arguments, closures and the hash: `["tokio", "sync", "mpsc", "bounded",
/// "Receiver", "recv"]`. For a method of a trait, the type's path and then the method.
pub(crate) fn segments(symbol: &str) -> Vec<String> {
    let mut flat = String::new();
    flatten(symbol, &mut flat);
    flat.split("::")
        .filter(|s| !s.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Removes generic arguments; `<T as Trait>::f` and `<T>::f` become `T::f`.
fn flatten(symbol: &str, out: &mut String) {
    let mut rest = symbol;
    if rest.starts_with('<')
        && let Some(close) = matching(rest)
    {
        let inner = &rest[1..close];
        let subject = top_level_as(inner).map_or(inner, |at| &inner[..at]);
        flatten(
            subject.trim_start_matches('&').trim_start_matches("mut "),
            out,
        );
        rest = &rest[close + 1..];
    }
    let mut depth = 0usize;
    for c in rest.chars() {
        match c {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
}

/// Where the bracket that opens the text is closed.
fn matching(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut before = ' ';
    for (i, c) in text.char_indices() {
        match c {
            '<' => depth += 1,
            '>' if before != '-' => {
                depth -= 1;
                if depth == 0 {
                    return Some(i);
                }
            }
            _ => {}
        }
        before = c;
    }
    None
}

/// Where ` as ` stands outside all brackets.
fn top_level_as(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (i, c) in text.char_indices() {
        match c {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth = depth.saturating_sub(1),
            ' ' if depth == 0 && text[i..].starts_with(" as ") => return Some(i),
            _ => {}
        }
    }
    None
}

/// Whether a segment names a closure or an async block.
fn is_closure(segment: &str) -> bool {
    segment.starts_with("{{closure}}")
        || segment.starts_with("{closure")
        || segment.starts_with("{async")
}

/// The program's own functions of a stack, innermost first, as the recording shows them.
fn own_frames(stack: &[Resolved]) -> Vec<Frame> {
    let mut frames: Vec<Frame> = Vec::new();
    for frame in stack.iter().filter(|f| f.own) {
        let Some(place) = frame.place.clone() else {
            continue;
        };
        let frame = Frame {
            function: function(&frame.symbol),
            place,
        };
        // An async fn is polled through a closure of the same name: one line in the reader's eyes.
        if frames.last() != Some(&frame) {
            frames.push(frame);
        }
    }
    frames
}

/// A short name for one of the program's own functions: `fetch` for the body of an async fn,
/// `main::{async block}` for a block or closure inside `main`.
fn function(symbol: &str) -> String {
    let segments = segments(symbol);
    let named = segments.iter().rposition(|s| !is_closure(s));
    let name = named.map_or("?", |at| segments[at].as_str());
    // The body of an async fn is one closure inside it; what stands inside that is a block of its own.
    match segments.len() - named.map_or(0, |at| at + 1) {
        0 | 1 => name.to_owned(),
        _ => format!("{name}::{{async block}}"),
    }
}

/// The name of the async fn that a task consists of, if it is one: the outermost of the program's own frames.
fn task_function(stack: &[Resolved]) -> Option<String> {
    let outermost = stack.iter().rfind(|f| f.own)?;
    let name = function(&outermost.symbol);
    (!name.contains('{')).then_some(name)
}

/// What the program called: the outermost library function inside the innermost of the program's own.
///
/// `None` where a library's frames are not on the stack. Short, as people say it: `mpsc::Receiver::recv`,
/// `JoinHandle`, `MutexGuard::drop`.
fn called(stack: &[Resolved]) -> Option<String> {
    let own = stack.iter().position(|f| f.own);
    let inside = own.unwrap_or(stack.len());
    let api = stack[..inside].iter().rev().find(|f| {
        let krate = crate_of(&f.symbol);
        (krate.starts_with("tokio") && krate != "tokio_facade"
            || krate.starts_with("futures")
            || krate == "async_stream")
            // Outside all of the program there is only the runtime, which polls a future of a library or drops one.
            && (own.is_some() || !is_runtime(&f.symbol))
            && !segments(&f.symbol)
                .iter()
                .any(|s| COMBINATORS.contains(&s.as_str()))
    })?;
    Some(api_name(&api.symbol))
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
        // The future behind `cancelled()`. Called as its token is, it is known for what `CancellationToken::cancel` wakes.
        (true, "poll") if before.starts_with("WaitForCancellationFuture") => {
            "CancellationToken::cancelled".to_owned()
        }
        (true, "poll") => before.to_owned(),
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
                "<tokio_util::sync::cancellation_token::WaitForCancellationFuture as core::future::future::Future>::poll",
                "CancellationToken::cancelled",
            ),
        ] {
            assert_eq!(api_name(symbol), name, "{symbol}");
        }
    }

    #[test]
    fn an_async_fn_has_its_name_and_a_block_says_where_it_is() {
        assert_eq!(function("lesson_1::fetch::{{closure}}"), "fetch");
        assert_eq!(
            function("lesson_1::main::{{closure}}::{{closure}}"),
            "main::{async block}"
        );
        assert_eq!(function("<lesson_1::Shop>::open::{closure#0}"), "open");
        assert_eq!(
            function("lesson_1::main::{{closure}}::inner::{{closure}}"),
            "inner"
        );
    }

    #[test]
    fn the_crate_of_a_symbol_is_found_through_its_brackets() {
        assert_eq!(
            crate_of("<&mut tokio::time::Sleep as core::future::Future>::poll"),
            "tokio"
        );
        assert_eq!(crate_of("lesson_1::fetch::{{closure}}"), "lesson_1");
        assert_eq!(crate_of("<T as tokio::x::Y>::z"), "T");
    }
}
