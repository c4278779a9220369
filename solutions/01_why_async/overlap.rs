//! Three futures, polled in turn by one task: `try_join!` gives their outputs in the order in which
//! they are written.

use world::{Failure, Service};

pub async fn overlap(rome: Service, oslo: Service, cairo: Service) -> Result<Vec<String>, Failure> {
    let (in_rome, in_oslo, in_cairo) = tokio::try_join!(
        rome.call("weather"),
        oslo.call("weather"),
        cairo.call("weather")
    )?;
    Ok(vec![in_rome, in_oslo, in_cairo])
}
