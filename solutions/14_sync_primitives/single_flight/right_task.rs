//! A task makes the call, and runs on when those who wait are gone. They watch for its result.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use tokio::sync::watch;
use world::{Failure, Service};

type Result_ = Option<Result<String, Failure>>;

pub struct Cache {
    server: Service,
    results: Arc<Mutex<HashMap<String, watch::Receiver<Result_>>>>,
}

impl Cache {
    pub fn new(server: Service) -> Self {
        Self { server, results: Arc::default() }
    }

    fn result(&self, key: &str) -> watch::Receiver<Result_> {
        let mut results = self.results.lock().unwrap();
        if let Some(result) = results.get(key) {
            return result.clone();
        }
        let (sender, result) = watch::channel(None);
        results.insert(key.to_owned(), result.clone());
        let (call, key, all) = (self.server.call(key), key.to_owned(), self.results.clone());
        tokio::spawn(async move {
            let answer = call.await;
            if answer.is_err() {
                all.lock().unwrap().remove(&key);
            }
            sender.send_replace(Some(answer));
        });
        result
    }

    pub async fn get(&self, key: &str) -> Result<String, Failure> {
        let mut result = self.result(key);
        let result = result.wait_for(Option::is_some).await.expect("the task sends one");
        result.clone().expect("it was waited for")
    }
}
