//! Gives the number before the bank has agreed.
// refused: no number is used up by somebody whom the bank has refused

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
                sold += 1;
                let result = bank.call(&customer).await.map(|_| sold);
                let _ = reply.send(result);
            }
        });
        Self(sales)
    }

    pub async fn sell(&self, customer: &str) -> Result<u32, Failure> {
        let (reply, result) = oneshot::channel();
        let _ = self.0.send((customer.to_owned(), reply)).await;
        result.await.expect("the office answers")
    }
}
