//! How many programs run at once: one for each open page, two in all, and for each block only the newest.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use course::Cancel;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

const AT_ONCE: usize = 2;
/// How many may run or wait. A person with many pages open stays far below it.
const AT_MOST: usize = 16;

pub(super) struct Runs {
    slots: Arc<Semaphore>,
    alive: AtomicUsize,
    table: Mutex<Table>,
}

#[derive(Default)]
struct Table {
    next: u64,
    blocks: HashMap<(String, String), (u64, Cancel)>,
    pages: HashMap<String, Arc<Semaphore>>,
}

/// A run from its request to its end. Dropping it ends the program, wherever it is.
pub(super) struct Place {
    runs: Arc<Runs>,
    number: u64,
    page: String,
    block: String,
    cancel: Cancel,
}

/// Held while the program is compiled and runs.
pub(super) struct Turn {
    _page: Option<OwnedSemaphorePermit>,
    _slot: Option<OwnedSemaphorePermit>,
}

impl Runs {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            slots: Arc::new(Semaphore::new(AT_ONCE)),
            alive: AtomicUsize::new(0),
            table: Mutex::default(),
        })
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().expect("nothing panics while it is held")
    }

    /// A place for a new run; an older one of the same block is ended. `None`: too many wait already.
    pub(super) fn enter(self: &Arc<Self>, page: &str, block: &str) -> Option<Place> {
        let entered = self
            .alive
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |n| {
                (n < AT_MOST).then_some(n + 1)
            });
        entered.ok()?;
        let cancel = Cancel::new();
        let mut table = self.table();
        table.next += 1;
        let number = table.next;
        let key = (page.to_owned(), block.to_owned());
        if let Some((_, older)) = table.blocks.insert(key, (number, cancel.clone())) {
            older.cancel();
        }
        let (page, block) = (page.to_owned(), block.to_owned());
        Some(Place {
            runs: Arc::clone(self),
            number,
            page,
            block,
            cancel,
        })
    }

    /// Ends every program and waits until they are gone, but not for ever.
    pub(super) async fn stop(&self) {
        self.slots.close();
        for (_, cancel) in self.table().blocks.values() {
            cancel.cancel();
        }
        for _ in 0..100 {
            if self.alive.load(Ordering::Acquire) == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Place {
    pub(super) fn cancel(&self) -> &Cancel {
        &self.cancel
    }

    /// Waits until it may run; `waiting` is called when that is not at once.
    pub(super) async fn turn(&self, waiting: impl AsyncFnOnce()) -> Turn {
        let page = {
            let mut table = self.runs.table();
            let one = || Arc::new(Semaphore::new(1));
            Arc::clone(table.pages.entry(self.page.clone()).or_insert_with(one))
        };
        let slots = Arc::clone(&self.runs.slots);
        if page.available_permits() == 0 || slots.available_permits() == 0 {
            waiting().await;
        }
        Turn {
            _page: page.acquire_owned().await.ok(),
            _slot: slots.acquire_owned().await.ok(),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.cancel.cancel();
        let mut table = self.runs.table();
        let key = (self.page.clone(), self.block.clone());
        if table
            .blocks
            .get(&key)
            .is_some_and(|(number, _)| *number == self.number)
        {
            table.blocks.remove(&key);
        }
        if table.blocks.keys().all(|(page, _)| *page != self.page) {
            table.pages.remove(&self.page);
        }
        self.runs.alive.fetch_sub(1, Ordering::AcqRel);
    }
}
