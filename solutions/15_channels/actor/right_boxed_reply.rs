//! The message carries a function that takes the result; the queue has no bound.

use tokio::sync::{mpsc, oneshot};
use world::{Failure, Service};

type Reply = Box<dyn FnOnce(Result<u32, Failure>) + Send>;

#[derive(Clone)]
pub struct Office(mpsc::UnboundedSender<(String, Reply)>);

impl Office {
    pub fn open(bank: Service) -> Self {
        let (sales, mut inbox) = mpsc::unbounded_channel::<(String, Reply)>();
        tokio::spawn(async move {
            let mut next = 1;
            while let Some((customer, reply)) = inbox.recv().await {
                match bank.call(&customer).await {
                    Ok(_) => {
                        reply(Ok(next));
                        next += 1;
                    }
                    Err(failure) => reply(Err(failure)),
                }
            }
        });
        Self(sales)
    }

    pub async fn sell(&self, customer: &str) -> Result<u32, Failure> {
        let (sender, result) = oneshot::channel();
        let reply = Box::new(|result| {
            let _ = sender.send(result);
        });
        self.0.send((customer.to_owned(), reply)).unwrap_or_else(|_| panic!("the office is closed"));
        result.await.expect("each gets a reply")
    }
}
