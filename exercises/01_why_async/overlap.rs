//! Three calls that overlap.
//!
//! **Why it matters.** A program that talks to others spends its time waiting. Waits can overlap,
//! on one thread: this is what async is for. But nothing overlaps by itself. A program
//! that awaits one call after the other takes as long as one without async.
//!
//! **What to do.** The function below asks three weather services, each about the "weather", and
//! returns their answers in the order rome, oslo, cairo. If a service fails, it returns that
//! failure. All of this works, but it takes as long as the three calls together. Make it take as
//! long as the slowest one.

use world::{Failure, Service};

pub async fn overlap(rome: Service, oslo: Service, cairo: Service) -> Result<Vec<String>, Failure> {
    // TODO: these three calls wait for one another, and none of them needs to
    let in_rome = rome.call("weather").await?;
    let in_oslo = oslo.call("weather").await?;
    let in_cairo = cairo.call("weather").await?;
    Ok(vec![in_rome, in_oslo, in_cairo])
}
