//! An order that nobody has placed yet.
//!
//! **Why it matters.** Whoever calls an async function may keep the future for a while, hand it to
//! somebody else, or throw it away. They rely on it that nothing has happened until they await it.
//! What a function does *before* it makes its future happens at the call, awaited or not.
//!
//! **What to do.** The function below makes an order: `choose` chooses a dish, and the kitchen is
//! called for it. But it chooses too early. Let the call do nothing at all: when the order is
//! awaited, and not before, the dish is chosen, the kitchen is called for it, once, and its answer
//! or its failure comes back.

use world::{Failure, Service};

pub fn nothing_happens_yet(
    kitchen: Service,
    choose: impl FnOnce() -> String,
) -> impl Future<Output = Result<String, Failure>> {
    // TODO: when does this line run?
    let dish = choose();
    async move { kitchen.call(&dish).await }
}
