//! A countdown that waits between two numbers.
//!
//! **Why it matters.** Values that come one after the other, each after a wait, are what streams are
//! for. A stream does nothing before it is asked, and no more than it is asked for.
//!
//! **What to do.** Return a stream that gives `from`, then the next smaller number, and so on, with 1
//! as the last. The first comes at once when somebody asks for it. At least one second lies between
//! two numbers, and not more where the caller asks again at once. After the 1 the stream is over, at
//! once. A countdown from 0 is over before it begins.

use futures::{Stream, stream};

pub fn countdown_stream(from: u32) -> impl Stream<Item = u32> {
    // TODO: all numbers come at the same moment
    stream::iter((1..=from).rev())
}
