//! A type of its own, with both parts in boxes.

use std::pin::Pin;
use std::task::{Context, Poll};

enum Part<F: Future> {
    Running(Pin<Box<F>>),
    Done(Option<F::Output>),
}

impl<F: Future> Part<F> {
    /// Whether it is done.
    fn advance(&mut self, cx: &mut Context<'_>) -> bool {
        if let Self::Running(future) = self
            && let Poll::Ready(output) = future.as_mut().poll(cx)
        {
            *self = Self::Done(Some(output));
        }
        matches!(self, Self::Done(_))
    }

    fn output(&mut self) -> Option<F::Output> {
        match self {
            Self::Running(_) => None,
            Self::Done(output) => output.take(),
        }
    }
}

struct Join<A: Future, B: Future>(Part<A>, Part<B>);

// The parts are in boxes, and the outputs are never pinned.
impl<A: Future, B: Future> Unpin for Join<A, B> {}

impl<A: Future, B: Future> Future for Join<A, B> {
    type Output = (A::Output, B::Output);

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Self(first, second) = &mut *self;
        let is_done = [first.advance(cx), second.advance(cx)];
        match (is_done, first, second) {
            ([true, true], first, second) => match (first.output(), second.output()) {
                (Some(first), Some(second)) => Poll::Ready((first, second)),
                _ => panic!("polled after it was ready"),
            },
            _ => Poll::Pending,
        }
    }
}

pub fn join_by_hand<A: Future, B: Future>(
    first: A,
    second: B,
) -> impl Future<Output = (A::Output, B::Output)> {
    Join(Part::Running(Box::pin(first)), Part::Running(Box::pin(second)))
}
