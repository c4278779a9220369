//! Leaves out whoever fails.
// refused: `rome` failed, and your answer does not say so

use world::{Failure, Service};

pub async fn overlap(rome: Service, oslo: Service, cairo: Service) -> Result<Vec<String>, Failure> {
    let (in_rome, in_oslo, in_cairo) = tokio::join!(
        rome.call("weather"),
        oslo.call("weather"),
        cairo.call("weather")
    );
    Ok([in_rome, in_oslo, in_cairo].into_iter().flatten().collect())
}
