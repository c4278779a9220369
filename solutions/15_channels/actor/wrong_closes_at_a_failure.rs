//! Leaves the loop with the first failure.
// refused: after a customer was refused, the office served nobody any more

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
                match bank.call(&customer).await {
                    Ok(_) => {
                        sold += 1;
                        let _ = reply.send(Ok(sold));
                    }
                    Err(failure) => {
                        let _ = reply.send(Err(failure));
                        break;
                    }
                }
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
