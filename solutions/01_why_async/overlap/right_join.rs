//! `join!` waits for all three, also when one fails, and the errors are looked at afterwards.

use world::{Failure, Service};

pub async fn overlap(rome: Service, oslo: Service, cairo: Service) -> Result<Vec<String>, Failure> {
    let (in_rome, in_oslo, in_cairo) = tokio::join!(
        rome.call("weather"),
        oslo.call("weather"),
        cairo.call("weather")
    );
    Ok(vec![in_rome?, in_oslo?, in_cairo?])
}
