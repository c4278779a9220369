//! What a program says about itself: lines and labels.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

use crate::{
    model::{Clock, Micros},
    subscriber::{self, Shared},
};

/// Adds a line to the recording that this thread takes part in, stamped with the step, the time and the task.
/// Outside a recording, the line goes to stdout.
///
/// [`crate::println!`] formats the line first.
pub fn note(text: impl Into<String>) {
    match subscriber::current() {
        Some(shared) => shared.note(text.into()),
        None => std::println!("{}", text.into()),
    }
}

/// As `std::println!`; inside a recording, the line becomes a part of it: see [`note`](crate::note()).
#[macro_export]
macro_rules! println {
    () => { $crate::note("") };
    ($($arg:tt)*) => { $crate::note(::std::format!($($arg)*)) };
}

/// The clock of the recording that this thread takes part in; `None` outside of a recording.
pub fn clock() -> Option<Clock> {
    subscriber::current().map(|shared| shared.clock())
}

/// The time since the recording began that this thread takes part in; 0 outside of a recording.
pub fn now() -> Micros {
    subscriber::current().map_or(0, |shared| shared.time())
}

/// Gives a future a name: while it waits, the recording says that the task waits for this.
///
/// The wait begins when the future first returns `Pending` and ends when it is done or dropped.
/// Outside a recording the future is simply polled.
pub fn label<F: Future>(name: impl Into<String>, future: F) -> impl Future<Output = F::Output> {
    Labelled {
        name: Some(name.into()),
        known: None,
        future,
    }
}

pin_project! {
    struct Labelled<F> {
        // Until the first poll.
        name: Option<String>,
        // The recording it takes part in and its number there, from the first poll to its end.
        known: Option<(Arc<Shared>, usize)>,
        #[pin]
        future: F,
    }

    impl<F> PinnedDrop for Labelled<F> {
        fn drop(this: Pin<&mut Self>) {
            if let Some((shared, number)) = this.project().known.take() {
                shared.label_over(number, false);
            }
        }
    }
}

impl<F: Future> Future for Labelled<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        if let (Some(name), Some(shared)) = (this.name.take(), subscriber::current()) {
            let number = shared.label_new(name);
            *this.known = Some((shared, number));
        }
        let Some((shared, number)) = this.known else {
            return this.future.poll(cx);
        };
        let polled = shared.label_polled(*number, || {
            let polled = this.future.poll(cx);
            let ready = polled.is_ready();
            (polled, ready)
        });
        if polled.is_ready() {
            *this.known = None;
        }
        polled
    }
}
