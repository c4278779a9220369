//! The independent call is spawned first and awaited last: a task runs while the others are
//! awaited.

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
    Ok((parcel, today.await.expect("a call does not panic")?))
}
