//! Takes the outputs as they come, and puts each into its place.

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use world::{Failure, Service};

pub async fn all_or_nothing(parts: Vec<Service>) -> Result<Vec<String>, Failure> {
    let mut calls: FuturesUnordered<_> = parts
        .iter()
        .enumerate()
        .map(|(place, part)| {
            let call = part.call("booking");
            async move { (place, call.await) }
        })
        .collect();
    let mut answers = vec![None; parts.len()];
    while let Some((place, answer)) = calls.next().await {
        answers[place] = Some(answer?);
    }
    Ok(answers.into_iter().flatten().collect())
}
