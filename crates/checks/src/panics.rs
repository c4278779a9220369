//! Panics of an answer: caught, remembered, and never printed.
//!
//! A panic in a check is part of the verdict. The hook keeps it quiet and remembers the first one,
//! because the ones that follow (a `JoinHandle` unwrapped, a channel closed) tell less.

use std::cell::{Cell, RefCell};
use std::sync::Once;

use crate::child::is_child;

thread_local! {
    /// How many checks and runs are under way on this thread, one inside the other.
    static LISTENING: Cell<usize> = const { Cell::new(0) };
    static FIRST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// While it lives, panics on this thread are remembered instead of printed.
pub(crate) struct Listening;

/// From now on panics are remembered. What an earlier run left is forgotten.
pub(crate) fn listen() -> Listening {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let printing = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if LISTENING.get() > 0 {
                let message = info.payload_as_str().unwrap_or("(no message)");
                let place = info
                    .location()
                    .and_then(|at| Some((of_the_answer(at.file())?, at.line())));
                FIRST.with_borrow_mut(|first| {
                    first.get_or_insert_with(|| sentence(message, place));
                });
            } else if !is_child() {
                // In a child that checks, a panic elsewhere comes from a thread of the answer: its
                // join tells of it.
                printing(info);
            }
        }));
    });
    FIRST.set(None);
    LISTENING.set(LISTENING.get() + 1);
    Listening
}

impl Drop for Listening {
    fn drop(&mut self) {
        LISTENING.set(LISTENING.get() - 1);
    }
}

/// The sentence for the first panic since [`listen`].
pub(crate) fn first() -> Option<String> {
    FIRST.with_borrow(Clone::clone)
}

fn sentence(message: &str, place: Option<(String, u32)>) -> String {
    if message.contains("resumed after completion") {
        return format!(
            "your answer awaits, or polls, a future that is done already ({message}): a future gives its output once"
        );
    }
    // Tokio's words for a oneshot receiver.
    if message == "called after complete" {
        return "your answer awaits a oneshot receiver that was done already: it gives its message once, and a sender \
                that was dropped is told once as well"
            .to_owned();
    }
    if message.starts_with("not yet implemented") {
        let place = place
            .as_ref()
            .map_or(String::new(), |(file, line)| format!(" at {file}:{line}"));
        return format!("your answer is not written yet: it comes to the `todo!`{place}");
    }
    match place {
        Some((file, line)) => format!("your answer panicked at {file}:{line}: {message}"),
        None => format!("your answer panicked: {message}"),
    }
}

/// The path of an answer from the folder of the course. `None`: the file is not an answer, and its
/// line would not help.
fn of_the_answer(path: &str) -> Option<String> {
    let at = ["exercises/", "solutions/"]
        .iter()
        .filter_map(|folder| path.rfind(folder))
        .max()?;
    let mut folders: Vec<&str> = Vec::new();
    for folder in path[at..].split('/') {
        // An answer is a module of the program beside it: `overlap/../overlap.rs`.
        if folder == ".." {
            folders.pop().map_or((), drop)
        } else {
            folders.push(folder)
        }
    }
    (folders.last() != Some(&"checks.rs")).then(|| folders.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_lines_of_an_answer_are_named_and_never_the_machine() {
        let answer = Some("exercises/01/a.rs".to_owned());
        assert_eq!(of_the_answer("/home/ada/course/exercises/01/a.rs"), answer);
        assert_eq!(of_the_answer("exercises/01/a/../a.rs"), answer);
        assert_eq!(
            of_the_answer("/ada/solutions/../exercises/01/a/checks.rs"),
            None
        );
        assert_eq!(
            of_the_answer("/home/ada/.cargo/registry/src/tokio/src/task.rs"),
            None
        );
    }

    #[test]
    fn a_panic_is_one_sentence() {
        assert_eq!(
            sentence("no", Some(("exercises/01/a.rs".to_owned(), 7))),
            "your answer panicked at exercises/01/a.rs:7: no"
        );
        assert_eq!(sentence("no", None), "your answer panicked: no");
        assert!(
            sentence("`async fn` resumed after completion", None)
                .ends_with("a future gives its output once")
        );
        assert!(
            sentence("called after complete", None)
                .starts_with("your answer awaits a oneshot receiver that was done already")
        );
    }
}
