//! The actor gives numbers, and the customers ask the bank themselves: all at once.
// refused: the bank was asked for three customers at once

use tokio::sync::{mpsc, oneshot};
use world::{Failure, Service};

#[derive(Clone)]
pub struct Office {
    bank: Service,
    numbers: mpsc::Sender<oneshot::Sender<u32>>,
}

impl Office {
    pub fn open(bank: Service) -> Self {
        let (numbers, mut inbox) = mpsc::channel::<oneshot::Sender<u32>>(8);
        tokio::spawn(async move {
            let mut sold = 0;
            while let Some(reply) = inbox.recv().await {
                sold += 1;
                let _ = reply.send(sold);
            }
        });
        Self { bank, numbers }
    }

    pub async fn sell(&self, customer: &str) -> Result<u32, Failure> {
        self.bank.call(customer).await?;
        let (reply, number) = oneshot::channel();
        let _ = self.numbers.send(reply).await;
        Ok(number.await.expect("the actor answers"))
    }
}
