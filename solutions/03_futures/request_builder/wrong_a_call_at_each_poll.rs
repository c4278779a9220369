//! Makes a new call at each poll, and drops it when the poll is over.
// refused: your request was polled again, and what it had waited for was gone

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

    async fn one_try(&self) -> Result<String, Failure> {
        let call = std::future::poll_fn(|cx| std::pin::pin!(self.service.call(&self.what)).poll(cx));
        let Some(limit) = self.limit else {
            return call.await;
        };
        match tokio::time::timeout(limit, call).await {
            Ok(answer) => answer,
            Err(_) => Err(Failure {
                service: self.service.name(),
                reason: "timed out".to_owned(),
            }),
        }
    }
}

impl IntoFuture for Request {
    type Output = Result<String, Failure>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut outcome = self.one_try().await;
            for _ in 0..self.retries {
                if outcome.is_ok() {
                    break;
                }
                outcome = self.one_try().await;
            }
            outcome
        })
    }
}
