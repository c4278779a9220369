//! One call for all who ask at once.
//!
//! **Why it matters.** A page is popular, and its entry in the cache has run out. A thousand requests
//! find nothing there, and each of them asks the server, which has just become slow. One call would
//! do for all of them.
//!
//! **What to do.** `get` gives what `server.call(key)` answers, and remembers it.
//!
//! - As long as an answer is on its way, whoever asks for the same key waits for that one.
//! - What was answered is remembered: the server is not asked for that key again.
//! - Different keys do not wait for one another.
//! - A failure is given to whoever made the call, and is not remembered: who asks next makes a call
//!   again. What those get who waited for it is up to you: that failure, or a further try.
//! - If whoever made the call is dropped, those who wait still get their answer.
//! - Waiting costs nothing: a waiter is polled when there is something to say.

use std::{collections::HashMap, sync::Mutex};

use world::{Failure, Service};

pub struct Cache {
    server: Service,
    known: Mutex<HashMap<String, String>>,
}

impl Cache {
    pub fn new(server: Service) -> Self {
        let known = Mutex::default();
        Self { server, known }
    }

    pub async fn get(&self, key: &str) -> Result<String, Failure> {
        // TODO: how many calls are made where a thousand ask at once?
        let known = self.known.lock().unwrap().get(key).cloned();
        if let Some(answer) = known {
            return Ok(answer);
        }
        let answer = self.server.call(key).await?;
        self.known
            .lock()
            .unwrap()
            .insert(key.to_owned(), answer.clone());
        Ok(answer)
    }
}
