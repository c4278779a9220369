//! Tasks in a set: dropped, it aborts those that still run.

use tokio::task::JoinSet;
use world::{Failure, Service};

pub async fn all_or_nothing(parts: Vec<Service>) -> Result<Vec<String>, Failure> {
    let mut calls = JoinSet::new();
    for (place, part) in parts.iter().enumerate() {
        let call = part.call("booking");
        calls.spawn(async move { (place, call.await) });
    }
    let mut answers = vec![String::new(); parts.len()];
    while let Some(ended) = calls.join_next().await {
        let (place, answer) = ended.expect("a call does not panic");
        answers[place] = answer?;
    }
    Ok(answers)
}
