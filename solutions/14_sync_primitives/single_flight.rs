//! A cell for each key, which is filled once. The map is locked only to find the cell.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use tokio::sync::OnceCell;
use world::{Failure, Service};

pub struct Cache {
    server: Service,
    cells: Mutex<HashMap<String, Arc<OnceCell<String>>>>,
}

impl Cache {
    pub fn new(server: Service) -> Self {
        let cells = Mutex::default();
        Self { server, cells }
    }

    pub async fn get(&self, key: &str) -> Result<String, Failure> {
        let cell = self.cells.lock().unwrap().entry(key.to_owned()).or_default().clone();
        cell.get_or_try_init(|| self.server.call(key)).await.cloned()
    }
}
