//! A `JoinSet`: the end of each task is told by its number.

use std::collections::HashMap;
use std::pin::Pin;
use tokio::task::{JoinError, JoinSet};

pub type Job = Pin<Box<dyn Future<Output = String> + Send>>;

pub async fn panic_report(jobs: Vec<Job>) -> Vec<Result<String, String>> {
    let mut report: Vec<_> = jobs.iter().map(|_| Err("not run".to_owned())).collect();
    let mut tasks = JoinSet::new();
    let mut places = HashMap::new();
    for (place, job) in jobs.into_iter().enumerate() {
        places.insert(tasks.spawn(job).id(), place);
    }
    while let Some(end) = tasks.join_next_with_id().await {
        match end {
            Ok((id, output)) => report[places[&id]] = Ok(output),
            Err(error) => {
                let place = places[&error.id()];
                report[place] = Err(said(error));
            }
        }
    }
    report
}

fn said(error: JoinError) -> String {
    match error.try_into_panic() {
        Ok(payload) => match payload.downcast::<String>() {
            Ok(text) => *text,
            Err(payload) => payload
                .downcast_ref::<&'static str>()
                .map_or("no message".to_owned(), |text| text.to_string()),
        },
        Err(error) => error.to_string(),
    }
}
