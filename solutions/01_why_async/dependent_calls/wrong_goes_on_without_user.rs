//! Goes on with an empty number when the user does not exist.
// refused: what comes back when `users` fails is not what it should be

use world::{Failure, Service};

pub async fn dependent_calls(
    users: Service,
    orders: Service,
    weather: Service,
    name: &str,
) -> Result<(String, String), Failure> {
    let parcel = async {
        let number = users.call(name).await.unwrap_or_default();
        orders.call(&number).await
    };
    tokio::try_join!(parcel, weather.call("today"))
}
