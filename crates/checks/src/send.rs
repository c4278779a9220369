//! Whether a future is `Send`, found out without asking rustc to refuse it.
//!
//! A check that demanded `Send` with a bound would not compile for the answers that it is to refuse. This asks by method
//! resolution instead: `is_send` of [`Yes`] is found first where its bound holds, and that of [`No`], one reference further
//! away, where it does not.

use std::marker::PhantomData;

/// Stands for a value of type `T`; made by [`is_send!`](crate::is_send).
#[derive(Debug)]
pub struct Probe<T>(PhantomData<T>);

/// A probe for this value's type.
pub fn probe<T>(_: &T) -> Probe<T> {
    Probe(PhantomData)
}

/// The answer for types that are `Send`.
pub trait Yes {
    /// Yes.
    fn is_send(&self) -> bool {
        true
    }
}

impl<T: Send> Yes for Probe<T> {}

/// The answer for all other types.
pub trait No {
    /// No.
    fn is_send(&self) -> bool {
        false
    }
}

impl<T> No for &Probe<T> {}

/// Whether the value of this expression is `Send`: `true` where `tokio::spawn` would take it as far as that goes.
///
/// The expression's type must be known where it stands, so this is of no use for a type parameter.
///
/// ```
/// async fn sent() {}
/// async fn kept() {
///     let here = std::rc::Rc::new(());
///     sent().await;
///     drop(here);
/// }
///
/// assert!(checks::is_send!(sent()));
/// assert!(!checks::is_send!(kept()));
/// ```
#[macro_export]
macro_rules! is_send {
    ($value:expr) => {{
        #[allow(unused_imports, reason = "one of the two answers, and not the other")]
        use $crate::send::{No as _, Yes as _};
        // The reference is one that method resolution can take away: it is what tells the two answers apart.
        #[allow(clippy::needless_borrow)]
        (&$crate::send::probe(&$value)).is_send()
    }};
}

#[cfg(test)]
mod tests {
    use std::future::ready;
    use std::rc::Rc;
    use std::sync::Mutex;

    async fn nothing_kept() -> usize {
        let length = {
            let text = Rc::new("only before the await");
            text.len()
        };
        ready(()).await;
        length
    }

    #[expect(clippy::await_holding_lock, reason = "the mistake that this is about")]
    async fn a_guard_kept() {
        let lock = Mutex::new(());
        let guard = lock.lock().expect("nobody panics");
        ready(()).await;
        drop(guard);
    }

    #[test]
    fn what_counts_is_what_lives_across_an_await() {
        assert!(is_send!(nothing_kept()));
        assert!(!is_send!(a_guard_kept()));
    }

    #[test]
    fn values_that_are_no_futures_can_be_asked_as_well() {
        assert!(is_send!(1));
        assert!(is_send!(String::new()));
        assert!(!is_send!(Rc::new(1)));
    }
}
