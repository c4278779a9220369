//! One limit for all tries together.
// refused: `rome` was called once, where three calls are needed

use std::pin::Pin;
use std::time::Duration;

use world::{Failure, Service};

pub struct Request {
    service: Service,
    what: String,
    retries: usize,
    limit: Option<Duration>,
}

pub fn request_builder(service: Service, what: &str) -> Request {
    Request {
        service,
        what: what.to_owned(),
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
        let (name, limit) = (self.service.name(), self.limit);
        let all = async move {
            let mut outcome = self.service.call(&self.what).await;
            for _ in 0..self.retries {
                if outcome.is_ok() {
                    break;
                }
                outcome = self.service.call(&self.what).await;
            }
            outcome
        };
        Box::pin(async move {
            match tokio::time::timeout(limit.unwrap_or(Duration::MAX), all).await {
                Ok(outcome) => outcome,
                Err(_) => Err(Failure { service: name, reason: "timed out".to_owned() }),
            }
        })
    }
}
