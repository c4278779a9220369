//! The waker of a main future.
//!
//! Tokio reports what happens to the wakers of tasks that were spawned, and nothing of the future that `block_on`
//! runs. So that one is handed a waker that reports the same, and then does what the runtime's own would do.

use std::{
    mem::ManuallyDrop,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{RawWaker, RawWakerVTable, Waker},
};

use crate::{log::TaskIndex, subscriber::Shared};

pub(crate) struct MainWaker {
    task: TaskIndex,
    shared: Arc<Shared>,
    /// Set by each wake.
    woken: Arc<AtomicBool>,
    inner: Waker,
}

impl MainWaker {
    /// A waker that reports clones and wakes as those of `task`, sets `woken`, and wakes `inner`.
    ///
    /// `std::task::Wake` would do for the wakes; that a waker is cloned, which is how a future registers it, only
    /// a vtable can see.
    #[expect(
        clippy::new_ret_no_self,
        reason = "a waker's data is of no use to anybody else"
    )]
    pub(crate) fn new(
        task: TaskIndex,
        shared: Arc<Shared>,
        woken: Arc<AtomicBool>,
        inner: Waker,
    ) -> Waker {
        let data = Arc::into_raw(Arc::new(Self {
            task,
            shared,
            woken,
            inner,
        }));
        // SAFETY: the vtable's functions keep the contract of `RawWaker`: each takes a pointer from `Arc::into_raw`,
        // `clone` adds a reference, `wake` and `drop` give one back, and `Self` is `Send` and `Sync`.
        unsafe { Waker::from_raw(RawWaker::new(data.cast(), &VTABLE)) }
    }

    fn wake(&self) {
        self.shared.main_woken(self.task);
        self.woken.store(true, Ordering::SeqCst);
        self.inner.wake_by_ref();
    }
}

const fn _wakers_go_to_other_threads<T: Send + Sync>() {}
const _: () = _wakers_go_to_other_threads::<MainWaker>();

static VTABLE: RawWakerVTable = RawWakerVTable::new(clone, wake, wake_by_ref, drop_waker);

/// Borrows what a waker points to.
///
/// # Safety
/// `data` comes from `Arc::into_raw`, and a reference is held for as long as the result is used.
unsafe fn borrow(data: *const ()) -> ManuallyDrop<Arc<MainWaker>> {
    // SAFETY: as promised by the caller; the count is not touched, because the result is never dropped.
    ManuallyDrop::new(unsafe { Arc::from_raw(data.cast()) })
}

unsafe fn clone(data: *const ()) -> RawWaker {
    // SAFETY: a waker is alive while it is cloned.
    let main = unsafe { borrow(data) };
    main.shared.main_registered(main.task);
    RawWaker::new(Arc::into_raw(Arc::clone(&main)).cast(), &VTABLE)
}

unsafe fn wake(data: *const ()) {
    // SAFETY: `wake` consumes the waker, and with it its reference.
    let main: Arc<MainWaker> = unsafe { Arc::from_raw(data.cast()) };
    main.wake();
}

unsafe fn wake_by_ref(data: *const ()) {
    // SAFETY: a waker is alive while it wakes.
    let main = unsafe { borrow(data) };
    main.wake();
}

unsafe fn drop_waker(data: *const ()) {
    // SAFETY: dropping a waker gives its reference back.
    drop(unsafe { Arc::<MainWaker>::from_raw(data.cast()) });
}
