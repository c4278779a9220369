//! Call stacks: captured as bare addresses while the program runs, turned into functions and lines after it ended.
//!
//! Capturing a stack that was seen before costs a few nanoseconds a frame ([`tree`]); resolving reads the program's debug
//! information and happens once for each address.

use std::{cell::RefCell, collections::HashMap, path::Path, rc::Rc};

use crate::{
    model::{Frame, Place},
    numbers::ByNumber,
};

mod called;
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
    /// What [`called::called`] says of it.
    pub(crate) called: Option<String>,
    /// What [`called::future`] says of it.
    pub(crate) future: Option<String>,
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
            called: called::called(&frames),
            future: called::future(&frames),
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
pub(crate) fn relative(file: &Path, roots: &mut HashMap<String, String>) -> String {
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
    let closures = segments.len() - named.map_or(0, |at| at + 1);
    // All futures are polled by a function of the same name: what tells them apart is the type.
    if let Some(type_name) = polled_type(symbol) {
        return match closures {
            0 => format!("{type_name}::{name}"),
            _ => format!("{type_name}::{name}::{{async block}}"),
        };
    }
    // The body of an async fn is one closure inside it; what stands inside that is a block of its own.
    match closures {
        0 | 1 => name.to_owned(),
        _ => format!("{name}::{{async block}}"),
    }
}

/// The type whose `poll` or `poll_next` this is, or is inside of.
fn polled_type(symbol: &str) -> Option<String> {
    let implements = ["::Future>::poll", "::Stream>::poll_next"];
    if !implements.iter().any(|i| symbol.contains(i)) {
        return None;
    }
    let mut segments = segments(symbol);
    let named = segments.iter().rposition(|s| !is_closure(s))?;
    let type_name = segments.swap_remove(named.checked_sub(1)?);
    let is_type = type_name.starts_with(|c: char| c.is_ascii_uppercase());
    is_type.then_some(type_name)
}

/// The name of the async fn that a task consists of, or of the type of its future: by the outermost of the program's own
/// frames.
fn task_function(stack: &[Resolved]) -> Option<String> {
    let outermost = stack.iter().rfind(|f| f.own)?;
    let name = function(&outermost.symbol);
    let name = name.strip_suffix("::poll").unwrap_or(&name);
    (!name.contains('{')).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_future_written_by_hand_is_called_after_its_type() {
        let poll =
            "<lesson_1::main::{{closure}}::Countdown<u8> as core::future::future::Future>::poll";
        assert_eq!(function(poll), "Countdown::poll");
        assert_eq!(
            function(&format!("{poll}::{{{{closure}}}}")),
            "Countdown::poll::{async block}"
        );
        assert_eq!(
            function("<lesson_1::Ticks as futures_core::stream::Stream>::poll_next"),
            "Ticks::poll_next"
        );
        assert_eq!(function("lesson_1::poll"), "poll");
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
