//! Panics when nobody waits for the reply: with the first customer who is gone, the office is.
// refused: after a customer was gone, the office served nobody any more

use tokio::sync::{mpsc, oneshot};
use world::{Failure, Service};

type Reply = oneshot::Sender<Result<u32, Failure>>;

#[derive(Clone)]
pub struct Office(mpsc::Sender<(String, Reply)>);

impl Office {
    pub fn open(bank: Service) -> Self {
        let (sales, mut inbox) = mpsc::channel::<(String, Reply)>(8);
        tokio::spawn(async move {
            let mut sold = 0;
            while let Some((customer, reply)) = inbox.recv().await {
                let result = bank.call(&customer).await.map(|_| {
                    sold += 1;
                    sold
                });
                reply.send(result).unwrap();
            }
        });
        Self(sales)
    }

    pub async fn sell(&self, customer: &str) -> Result<u32, Failure> {
        let (reply, result) = oneshot::channel();
        let _ = self.0.send((customer.to_owned(), reply)).await;
        let closed = || Failure { service: "office".to_owned(), reason: "closed".to_owned() };
        result.await.unwrap_or_else(|_| Err(closed()))
    }
}
