//! The steps run in a task. The timeout drops its handle, and the task runs on.
// refused: and `download` was called all the same

use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::timeout;
use world::Service;

pub async fn deadline(limit: Duration, steps: Vec<Service>) -> Result<Vec<String>, String> {
    let under_way = Arc::new(Mutex::new(String::new()));
    let task = tokio::spawn({
        let under_way = under_way.clone();
        async move {
            let mut answers = Vec::new();
            for step in steps {
                *under_way.lock().unwrap() = step.name();
                answers.push(step.call("go").await.map_err(|failure| failure.reason)?);
            }
            Ok(answers)
        }
    });
    match timeout(limit, task).await {
        Ok(result) => result.expect("the steps do not panic"),
        Err(_) => Err(format!("too late: {}", under_way.lock().unwrap())),
    }
}
