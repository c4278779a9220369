//! Whoever gets a failure clears the call away, also one that somebody else has begun since.
// refused: for one key were under way at once, where one does for all who ask: whoever got a failure clears away no call

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

    fn call(&self, key: &str) -> Call {
        let mut calls = self.calls.lock().unwrap();
        let call = calls
            .entry(key.to_owned())
            .or_insert_with(|| self.server.call(key).boxed().shared());
        call.clone()
    }

    pub async fn get(&self, key: &str) -> Result<String, Failure> {
        let result = self.call(key).await;
        if result.is_err() {
            self.calls.lock().unwrap().remove(key);
        }
        result
    }
}
