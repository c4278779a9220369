//! The call itself is shared: all who wait poll the same future, and get the same result, also a failure.

use std::{collections::HashMap, sync::Mutex};

use futures::{
    FutureExt,
    future::{BoxFuture, Shared},
};
use world::{Failure, Service};

type Call = Shared<BoxFuture<'static, Result<String, Failure>>>;

pub struct Cache {
    server: Service,
    calls: Mutex<HashMap<String, Call>>,
}

impl Cache {
    pub fn new(server: Service) -> Self {
        let calls = Mutex::default();
        Self { server, calls }
    }

    pub async fn get(&self, key: &str) -> Result<String, Failure> {
        let call = self
            .calls
            .lock()
            .unwrap()
            .entry(key.to_owned())
            .or_insert_with(|| self.server.call(key).boxed().shared())
            .clone();
        let result = call.clone().await;
        if result.is_err() {
            // Unless somebody else has put a new one there meanwhile.
            let mut calls = self.calls.lock().unwrap();
            if calls.get(key).is_some_and(|now| now.ptr_eq(&call)) {
                calls.remove(key);
            }
        }
        result
    }
}
