//! The same question to everybody on a list.
//!
//! **Why it matters.** How many there are to ask is often known only when the program runs. A macro
//! such as `join!` takes as many futures as you write; a list needs something that takes a list.
//!
//! **What to do.** The function below asks every city about the "weather" and returns what came
//! back, an entry for each city, in the order of the list. A failure is an entry like any other. It
//! takes as long as all calls together. Make it take as long as the slowest one, for a list of any
//! length.

use world::{Failure, Service};

pub async fn fan_out(cities: Vec<Service>) -> Vec<Result<String, Failure>> {
    let mut answers = Vec::new();
    for city in &cities {
        // TODO: nobody is asked before the one in front has answered
        answers.push(city.call("weather").await);
    }
    answers
}
