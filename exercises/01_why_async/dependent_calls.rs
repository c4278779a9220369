//! The shortest plan for three calls, one of which needs another.
//!
//! **Why it matters.** Real programs rarely do everything at once: some calls need the answer to
//! another one. The skill is to see which calls depend on which, to wait only where the data
//! demands it, and to start everything else early.
//!
//! **What to do.** Make a greeting for a user.
//!
//! 1. Ask `users` for the name that was given; it answers with a customer number.
//! 2. Ask `orders` for that customer number; it answers with what is on its way.
//! 3. Ask `weather` for "today". It needs nothing from the others.
//!
//! Return the answers of `orders` and `weather`, in this order, as early as the three latencies
//! allow. If a call fails, return that failure.

use world::{Failure, Service};

pub async fn dependent_calls(
    users: Service,
    orders: Service,
    weather: Service,
    name: &str,
) -> Result<(String, String), Failure> {
    // TODO: who has to wait for whom?
    todo!("ask {users:?} for {name}, then {orders:?}, and {weather:?} for today")
}
