//! The request is a future itself, which makes its call at the first poll.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use world::{Failure, Service};

type Try = Pin<Box<dyn Future<Output = Result<String, Failure>> + Send>>;

pub struct Request {
    service: Service,
    what: String,
    left: usize,
    limit: Option<Duration>,
    under_way: Option<Try>,
}

pub fn request_builder(service: Service, what: &str) -> Request {
    Request { service, what: what.to_owned(), left: 0, limit: None, under_way: None }
}

impl Request {
    pub fn retries(mut self, retries: usize) -> Self {
        self.left = retries;
        self
    }

    pub fn timeout(mut self, limit: Duration) -> Self {
        self.limit = Some(limit);
        self
    }

    fn one_try(&self) -> Try {
        let (call, name) = (self.service.call(&self.what), self.service.name());
        match self.limit {
            None => Box::pin(call),
            Some(limit) => Box::pin(async move {
                let late = |_| Failure { service: name, reason: "timed out".to_owned() };
                tokio::time::timeout(limit, call).await.map_err(late).flatten()
            }),
        }
    }
}

impl Future for Request {
    type Output = Result<String, Failure>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            let mut current = self.under_way.take().unwrap_or_else(|| self.one_try());
            match current.as_mut().poll(cx) {
                Poll::Pending => {
                    self.under_way = Some(current);
                    return Poll::Pending;
                }
                Poll::Ready(Err(_)) if self.left > 0 => self.left -= 1,
                Poll::Ready(outcome) => return Poll::Ready(outcome),
            }
        }
    }
}
