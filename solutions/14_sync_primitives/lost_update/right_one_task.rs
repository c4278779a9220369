//! One task owns the number, and takes the bookings one by one. It ends when the last sender is gone.

use tokio::sync::{mpsc, oneshot};
use world::{Failure, Service};

type Booking = (Option<Service>, oneshot::Sender<Result<u64, Failure>>);

pub struct Points(mpsc::Sender<Booking>);

impl Points {
    pub fn new(mut number: u64) -> Self {
        let (bookings, mut inbox) = mpsc::channel::<Booking>(8);
        tokio::spawn(async move {
            while let Some((server, answer)) = inbox.recv().await {
                let result = match server {
                    None => Ok(number),
                    Some(server) => server.call(&number.to_string()).await.map(|new| {
                        number = new.parse().expect("a number");
                        number
                    }),
                };
                let _ = answer.send(result);
            }
        });
        Self(bookings)
    }

    async fn ask(&self, server: Option<Service>) -> Result<u64, Failure> {
        let (answer, result) = oneshot::channel();
        self.0.send((server, answer)).await.expect("the task runs");
        result.await.expect("the task answers")
    }

    pub async fn number(&self) -> u64 {
        self.ask(None).await.expect("to look never fails")
    }

    pub async fn book(&self, server: &Service) -> Result<u64, Failure> {
        self.ask(Some(server.clone())).await
    }
}
