//! One call for all who ask at once; and then it is forgotten.
// refused: `server` was called twice

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use futures::{
    FutureExt,
    future::{BoxFuture, Shared},
};
use world::{Failure, Service};

type Call = Shared<BoxFuture<'static, Result<String, Failure>>>;

pub struct Cache {
    server: Service,
    calls: Arc<Mutex<HashMap<String, Call>>>,
}

impl Cache {
    pub fn new(server: Service) -> Self {
        Self { server, calls: Arc::default() }
    }

    pub async fn get(&self, key: &str) -> Result<String, Failure> {
        let call = || {
            let (call, calls, key) = (self.server.call(key), self.calls.clone(), key.to_owned());
            async move {
                let result = call.await;
                calls.lock().unwrap().remove(&key);
                result
            }
        };
        let call = self
            .calls
            .lock()
            .unwrap()
            .entry(key.to_owned())
            .or_insert_with(|| call().boxed().shared())
            .clone();
        call.await
    }
}
