//! Sends the request when it is made.
// refused: the request was only made, and the service was called

use std::pin::Pin;
use std::time::Duration;

use tokio::task::JoinHandle;
use world::{Failure, Service};

pub struct Request {
    service: Service,
    what: String,
    first: JoinHandle<Result<String, Failure>>,
    retries: usize,
    limit: Option<Duration>,
}

pub fn request_builder(service: Service, what: &str) -> Request {
    Request {
        first: tokio::spawn(service.call(what)),
        what: what.to_owned(),
        service,
        retries: 0,
        limit: None,
    }
}

impl Request {
    pub fn retries(mut self, retries: usize) -> Self {
        self.retries = retries;
        self
    }

    pub fn timeout(mut self, limit: Duration) -> Self {
        self.limit = Some(limit);
        self
    }
}

impl IntoFuture for Request {
    type Output = Result<String, Failure>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut outcome = self.first.await.expect("a call does not panic");
            for _ in 0..self.retries {
                if outcome.is_ok() {
                    break;
                }
                outcome = self.service.call(&self.what).await;
            }
            outcome
        })
    }
}
