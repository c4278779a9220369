//! A request that is built step by step, and then awaited.
//!
//! **Why it matters.** `client.get(url).timeout(…).await`: the value in front of that `.await` is not
//! a future. It is a list of settings that can be made into one. `.await` does that, by a trait that
//! you can implement for your own types.
//!
//! **What to do.** `request_builder(service, "weather")` is such a request. Complete it.
//!
//! - `.retries(n)`: after a failure, it tries again, up to `n` times. Without it, there is one try.
//! - `.timeout(limit)`: a try that takes longer than that counts as failed; its failure is a
//!   `Failure { service, reason }` with the service's name and the reason "timed out". Without it, a
//!   try may take any time.
//! - Awaiting it gives the first answer, or the last failure.
//! - The settings may come in any order, and nothing happens before it is awaited.

use std::pin::Pin;
use std::time::Duration;

use world::{Failure, Service};

pub struct Request {
    service: Service,
    what: String,
    // TODO: the settings
}

pub fn request_builder(service: Service, what: &str) -> Request {
    Request {
        service,
        what: what.to_owned(),
    }
}

impl Request {
    pub fn retries(self, _retries: usize) -> Self {
        self
    }

    pub fn timeout(self, _limit: Duration) -> Self {
        self
    }
}

impl IntoFuture for Request {
    type Output = Result<String, Failure>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            // TODO: as the settings say
            self.service.call(&self.what).await
        })
    }
}
