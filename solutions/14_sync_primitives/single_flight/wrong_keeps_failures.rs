//! Remembers what came of the call, whatever it was.
// refused: the failure is remembered

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use tokio::sync::OnceCell;
use world::{Failure, Service};

type Cell = Arc<OnceCell<Result<String, Failure>>>;

pub struct Cache {
    server: Service,
    cells: Mutex<HashMap<String, Cell>>,
}

impl Cache {
    pub fn new(server: Service) -> Self {
        let cells = Mutex::default();
        Self { server, cells }
    }

    pub async fn get(&self, key: &str) -> Result<String, Failure> {
        let cell = self.cells.lock().unwrap().entry(key.to_owned()).or_default().clone();
        cell.get_or_init(|| self.server.call(key)).await.clone()
    }
}
