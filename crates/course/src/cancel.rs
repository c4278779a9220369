//! Calling off what takes long.

use std::sync::{Arc, Mutex};

use crate::{Error, Result};

/// A switch that is thrown once: what was given a clone of it stops as soon as it can.
#[derive(Clone, Default)]
pub struct Cancel(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    cancelled: bool,
    next: u64,
    actions: Vec<(u64, Box<dyn FnOnce() + Send>)>,
}

impl Cancel {
    /// A switch that was not thrown yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// For what nobody is going to call off.
    pub fn never() -> Self {
        Self::default()
    }

    /// Throws the switch. Throwing it again does nothing.
    pub fn cancel(&self) {
        let actions = {
            let mut inner = self.lock();
            inner.cancelled = true;
            std::mem::take(&mut inner.actions)
        };
        for (_, action) in actions {
            action();
        }
    }

    /// Whether it was thrown.
    pub fn is_cancelled(&self) -> bool {
        self.lock().cancelled
    }

    /// [`Error::Cancelled`] when it was thrown.
    pub(crate) fn check(&self) -> Result<()> {
        if self.is_cancelled() {
            Err(Error::Cancelled)
        } else {
            Ok(())
        }
    }

    /// Does `action` when the switch is thrown (at once, if it was), unless the guard is dropped before.
    pub(crate) fn on_cancel(&self, action: impl FnOnce() + Send + 'static) -> OnCancel {
        let mut inner = self.lock();
        let id = inner.next;
        if inner.cancelled {
            drop(inner);
            action();
        } else {
            inner.next += 1;
            inner.actions.push((id, Box::new(action)));
        }
        OnCancel {
            cancel: self.clone(),
            id,
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

pub(crate) struct OnCancel {
    cancel: Cancel,
    id: u64,
}

impl Drop for OnCancel {
    fn drop(&mut self) {
        self.cancel.lock().actions.retain(|(id, _)| *id != self.id);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    fn counter() -> (Arc<AtomicU32>, impl Fn() -> Box<dyn FnOnce() + Send>) {
        let count = Arc::new(AtomicU32::new(0));
        let for_actions = count.clone();
        let action = move || -> Box<dyn FnOnce() + Send> {
            let count = for_actions.clone();
            Box::new(move || {
                count.fetch_add(1, Ordering::SeqCst);
            })
        };
        (count, action)
    }

    #[test]
    fn acts_once_unless_the_guard_is_gone() {
        let cancel = Cancel::new();
        let (count, action) = counter();
        let _kept = cancel.on_cancel(action());
        drop(cancel.on_cancel(action()));
        cancel.cancel();
        cancel.cancel();
        assert_eq!(count.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn acts_at_once_when_it_is_late() {
        let cancel = Cancel::new();
        cancel.clone().cancel();
        let (count, action) = counter();
        let _guard = cancel.on_cancel(action());
        assert_eq!(count.load(Ordering::SeqCst), 1);
        assert!(cancel.check().unwrap_err().is_cancelled());
    }
}
