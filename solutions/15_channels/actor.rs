//! One task owns the number and asks the bank. A sale is a message that carries the channel for its answer.

use tokio::sync::{mpsc, oneshot};
use world::{Failure, Service};

struct Sale {
    customer: String,
    reply: oneshot::Sender<Result<u32, Failure>>,
}

async fn office(bank: Service, mut sales: mpsc::Receiver<Sale>) {
    let mut sold = 0;
    while let Some(Sale { customer, reply }) = sales.recv().await {
        let result = bank.call(&customer).await.map(|_| {
            sold += 1;
            sold
        });
        let _ = reply.send(result); // the customer may be gone
    }
}

#[derive(Clone)]
pub struct Office(mpsc::Sender<Sale>);

impl Office {
    pub fn open(bank: Service) -> Self {
        let (sender, sales) = mpsc::channel(8);
        tokio::spawn(office(bank, sales));
        Self(sender)
    }

    pub async fn sell(&self, customer: &str) -> Result<u32, Failure> {
        let (reply, result) = oneshot::channel();
        let customer = customer.to_owned();
        let sent = self.0.send(Sale { customer, reply }).await;
        assert!(sent.is_ok(), "the office is open as long as there is a handle");
        result.await.expect("the office answers every sale")
    }
}
