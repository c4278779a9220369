//! Awaits each call where it is made: the next one begins when the answer is there.
// refused: your three calls ran one after the other: 900 ms, where 300 ms suffice

use world::{Failure, Service};

pub async fn overlap(rome: Service, oslo: Service, cairo: Service) -> Result<Vec<String>, Failure> {
    let mut answers = Vec::new();
    for service in [rome, oslo, cairo] {
        answers.push(service.call("weather").await?);
    }
    Ok(answers)
}
