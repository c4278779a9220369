//! Asks whether the user exists, and then once more for the number.
// refused: `users` was called twice, where once is enough

use world::{Failure, Service};

pub async fn dependent_calls(
    users: Service,
    orders: Service,
    weather: Service,
    name: &str,
) -> Result<(String, String), Failure> {
    users.call(name).await?;
    let parcel = async {
        let number = users.call(name).await?;
        orders.call(&number).await
    };
    tokio::try_join!(parcel, weather.call("today"))
}
