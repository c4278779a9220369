//! A future that calls a closure when it is polled, and then goes on with what the closure gave.

use futures::FutureExt;
use futures::future::lazy;
use world::{Failure, Service};

pub fn nothing_happens_yet(
    kitchen: Service,
    choose: impl FnOnce() -> String,
) -> impl Future<Output = Result<String, Failure>> {
    lazy(|_| choose()).then(move |dish| kitchen.call(&dish))
}
