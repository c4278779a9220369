//! Awaits all three in a row, though one of them needs nobody.
// refused: your three calls ran one after the other: 900 ms, where 500 ms suffice

use world::{Failure, Service};

pub async fn dependent_calls(
    users: Service,
    orders: Service,
    weather: Service,
    name: &str,
) -> Result<(String, String), Failure> {
    let number = users.call(name).await?;
    let parcel = orders.call(&number).await?;
    Ok((parcel, weather.call("today").await?))
}
