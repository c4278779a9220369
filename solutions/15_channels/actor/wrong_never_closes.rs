//! The task keeps a sender to itself: the last one is never gone.
// refused: was still running

use tokio::sync::{mpsc, oneshot};
use world::{Failure, Service};

type Reply = oneshot::Sender<Result<u32, Failure>>;

#[derive(Clone)]
pub struct Office(mpsc::Sender<(String, Reply)>);

impl Office {
    pub fn open(bank: Service) -> Self {
        let (sales, mut inbox) = mpsc::channel::<(String, Reply)>(8);
        let office = Self(sales);
        let itself = office.clone();
        tokio::spawn(async move {
            let mut sold = 0;
            while let Some((customer, reply)) = inbox.recv().await {
                let result = bank.call(&customer).await.map(|_| {
                    sold += 1;
                    sold
                });
                let _ = reply.send(result);
            }
            drop(itself);
        });
        office
    }

    pub async fn sell(&self, customer: &str) -> Result<u32, Failure> {
        let (reply, result) = oneshot::channel();
        let _ = self.0.send((customer.to_owned(), reply)).await;
        result.await.expect("the office answers")
    }
}
