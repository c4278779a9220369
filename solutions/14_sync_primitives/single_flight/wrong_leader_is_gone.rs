//! Who comes first makes the call and tells the others. If it is dropped, nobody does.
// refused: whoever made the call was dropped, and those who waited for it wait for ever

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use tokio::sync::Notify;
use world::{Failure, Service};

#[derive(Clone)]
enum Entry {
    UnderWay(Arc<Notify>),
    Known(String),
}

pub struct Cache {
    server: Service,
    entries: Mutex<HashMap<String, Entry>>,
}

impl Cache {
    pub fn new(server: Service) -> Self {
        let entries = Mutex::default();
        Self { server, entries }
    }

    fn look(&self, key: &str) -> Option<Entry> {
        let mut entries = self.entries.lock().unwrap();
        let found = entries.get(key).cloned();
        if found.is_none() {
            entries.insert(key.to_owned(), Entry::UnderWay(Arc::default()));
        }
        found
    }

    pub async fn get(&self, key: &str) -> Result<String, Failure> {
        loop {
            match self.look(key) {
                Some(Entry::Known(answer)) => return Ok(answer),
                Some(Entry::UnderWay(bell)) => bell.notified().await,
                None => break,
            }
        }
        let result = self.server.call(key).await;
        let mut entries = self.entries.lock().unwrap();
        if let Some(Entry::UnderWay(bell)) = entries.remove(key) {
            bell.notify_waiters();
        }
        if let Ok(answer) = &result {
            entries.insert(key.to_owned(), Entry::Known(answer.clone()));
        }
        result
    }
}
