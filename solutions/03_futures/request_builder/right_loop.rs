//! A future in place of the box: `async fn` makes one, and a struct names it.

use std::time::Duration;

use futures::future::BoxFuture;
use world::{Failure, Service};

#[derive(Clone)]
pub struct Request {
    service: Service,
    what: String,
    tries: usize,
    limit: Duration,
}

pub fn request_builder(service: Service, what: &str) -> Request {
    Request { service, what: what.into(), tries: 1, limit: Duration::MAX }
}

impl Request {
    pub fn retries(self, retries: usize) -> Self {
        Self { tries: retries + 1, ..self }
    }

    pub fn timeout(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    async fn run(self) -> Result<String, Failure> {
        let mut tried = 0;
        loop {
            tried += 1;
            let outcome = tokio::select! {
                biased;
                outcome = self.service.call(&self.what) => outcome,
                () = tokio::time::sleep(self.limit) => Err(self.timed_out()),
            };
            if outcome.is_ok() || tried == self.tries {
                return outcome;
            }
        }
    }

    fn timed_out(&self) -> Failure {
        Failure { service: self.service.name(), reason: "timed out".into() }
    }
}

impl IntoFuture for Request {
    type Output = Result<String, Failure>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
