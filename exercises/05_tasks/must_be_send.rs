//! A future that may move to another thread.
//!
//! **Why it matters.** `tokio::spawn` takes a future only if it is `Send`: a runtime with several threads may go on with it
//! on another thread after each `.await`. What a future keeps across an `.await` is a part of it, so a single `Rc` in the
//! wrong place makes a whole function unfit for `spawn`, and with it every function that awaits it.
//!
//! **What to do.** This function asks all services for "weather" at the same time, and returns a line for each, in the order
//! in which the answers come. It does all of that, and nobody can spawn it. Make it `Send`, and keep what it does. To be told
//! which line is in the way, add this one, and let rustc speak:
//!
//! ```ignore
//! const _: fn() = || drop(tokio::spawn(must_be_send(Vec::new())));
//! ```

use futures::future::join_all;
use std::{cell::RefCell, rc::Rc};
use world::Service;

pub async fn must_be_send(services: Vec<Service>) -> Vec<String> {
    // TODO: which of these may not be shared with another thread?
    let lines = Rc::new(RefCell::new(Vec::new()));
    let ask = |service: Service| {
        let lines = Rc::clone(&lines);
        async move {
            let line = match service.call("weather").await {
                Ok(weather) => format!("{}: {weather}", service.name()),
                Err(failure) => failure.to_string(),
            };
            lines.borrow_mut().push(line);
        }
    };
    join_all(services.into_iter().map(ask)).await;
    lines.take()
}
