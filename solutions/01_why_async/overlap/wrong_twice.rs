//! Calls one service in advance, to warm it up.
// refused: `rome` was called twice, where once is enough

use world::{Failure, Service};

pub async fn overlap(rome: Service, oslo: Service, cairo: Service) -> Result<Vec<String>, Failure> {
    let warm_up = rome.call("weather");
    let (_, in_rome, in_oslo, in_cairo) = tokio::try_join!(
        warm_up,
        rome.call("weather"),
        oslo.call("weather"),
        cairo.call("weather")
    )?;
    Ok(vec![in_rome, in_oslo, in_cairo])
}
