//! A tree of tokens.
//!
//! **Why it matters.** A server has connections, and a connection has requests. When the server
//! stops, all of it stops; when a connection breaks, its requests stop, and nobody else's. A token
//! for each level says who is meant.
//!
//! **What to do.** Each connection is a list of services. Call all services of all connections at
//! the same time, with `service.call("get")`. Return how many answers each connection got.
//!
//! - If a call fails, its connection is broken: the calls of that connection which are still under
//!   way are given up. The other connections do not notice.
//! - If `shutdown` is cancelled, all calls are given up. It is the caller's token: do not cancel it.
//! - Who gives up a call says goodbye: `service.call("bye")`, to its end, whatever it answers. A call
//!   that was answered, or that failed, needs no goodbye.
//! - Return when all of this is over.

use tokio_util::sync::CancellationToken;
use world::Service;

pub async fn token_tree(shutdown: CancellationToken, connections: Vec<Vec<Service>>) -> Vec<usize> {
    // TODO: this calls one service after the other, and nothing can stop it
    let _ = shutdown;
    let mut answers = Vec::new();
    for services in connections {
        let mut answered = 0;
        for service in services {
            answered += usize::from(service.call("get").await.is_ok());
        }
        answers.push(answered);
    }
    answers
}
