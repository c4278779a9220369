//! Work that must not stop half-way.
//!
//! **Why it matters.** Whoever calls you may lose patience: a timeout, a client that hangs up. Your
//! future is dropped then, at whichever `.await` it stands. Between "the money is taken" and "the
//! ticket is booked", that must not be the end.
//!
//! **What to do.** Buy a ticket in three calls, each of which needs the one before:
//! `shop.call("reserve")`, `bank.call("pay")`, `shop.call("book")`. Return what the last one answers.
//!
//! - If one of them fails, return its failure, and make no further call.
//! - If your future is dropped while it reserves, nothing has happened: nothing may go on.
//! - Once the paying has begun, paying and booking are carried out, also if your future is dropped.

use world::{Failure, Service};

pub async fn must_commit(shop: Service, bank: Service) -> Result<String, Failure> {
    // TODO: if this future is dropped behind the paying, the ticket is never booked
    shop.call("reserve").await?;
    bank.call("pay").await?;
    shop.call("book").await
}
