//! No actor, but a task for each sale, which a dropped customer does not take along. A fair lock keeps the order.

use std::sync::Arc;

use tokio::sync::Mutex;
use world::{Failure, Service};

#[derive(Clone)]
pub struct Office {
    bank: Service,
    sold: Arc<Mutex<u32>>,
}

impl Office {
    pub fn open(bank: Service) -> Self {
        Self { bank, sold: Arc::default() }
    }

    pub async fn sell(&self, customer: &str) -> Result<u32, Failure> {
        let (this, customer) = (self.clone(), customer.to_owned());
        let sale = async move {
            let mut sold = this.sold.lock().await;
            this.bank.call(&customer).await?;
            *sold += 1;
            Ok(*sold)
        };
        tokio::spawn(sale).await.expect("a sale does not panic")
    }
}
