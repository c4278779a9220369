//! A lock for each key, held while the call is under way. Who waited for it finds the answer.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use world::{Failure, Service};

type Entry = Arc<tokio::sync::Mutex<Option<String>>>;

pub struct Cache {
    server: Service,
    entries: Mutex<HashMap<String, Entry>>,
}

impl Cache {
    pub fn new(server: Service) -> Self {
        let entries = Mutex::default();
        Self { server, entries }
    }

    pub async fn get(&self, key: &str) -> Result<String, Failure> {
        let entry = self.entries.lock().unwrap().entry(key.to_owned()).or_default().clone();
        let mut answer = entry.lock().await;
        if let Some(answer) = &*answer {
            return Ok(answer.clone());
        }
        let new = self.server.call(key).await?;
        *answer = Some(new.clone());
        Ok(new)
    }
}
