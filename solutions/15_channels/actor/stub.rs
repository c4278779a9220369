//! A ticket office that serves one customer after the other.
//!
//! **Why it matters.** State that many use can lie under a lock, and then each of them does a bit of
//! the work, and stops in the middle if it is dropped. Or it belongs to one task, an *actor*, and
//! the others send it what they want. It does the work, in order, and comes to the end of each piece.
//!
//! **What to do.** `Office` is a handle, and all its clones lead to the same office. `sell` asks the
//! bank, with `bank.call(customer)`, and gives the number of the ticket.
//!
//! - The bank is asked for one customer at a time, in the order in which they came.
//! - Tickets are numbered 1, 2, 3 …, without a gap: whoever is refused by the bank gets its failure, and
//!   no number.
//! - A sale that has begun is finished, also if the customer is dropped meanwhile: the bank has
//!   agreed, and the number is used up.
//! - The office stays open when a customer is gone or refused. It closes when the last handle is
//!   dropped, and nothing of it runs on.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use world::{Failure, Service};

#[derive(Clone)]
pub struct Office {
    bank: Service,
    sold: Arc<AtomicU32>,
}

impl Office {
    /// Called in a runtime, so it may spawn.
    pub fn open(bank: Service) -> Self {
        let sold = Arc::default();
        Self { bank, sold }
    }

    pub async fn sell(&self, customer: &str) -> Result<u32, Failure> {
        // TODO: everybody does this at the same time
        let number = self.sold.fetch_add(1, Ordering::SeqCst) + 1;
        self.bank.call(customer).await?;
        Ok(number)
    }
}
