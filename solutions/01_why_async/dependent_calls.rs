//! The two calls in a row are one future, and that future is joined with the call that needs
//! nobody.

use world::{Failure, Service};

pub async fn dependent_calls(
    users: Service,
    orders: Service,
    weather: Service,
    name: &str,
) -> Result<(String, String), Failure> {
    let parcel = async {
        let number = users.call(name).await?;
        orders.call(&number).await
    };
    tokio::try_join!(parcel, weather.call("today"))
}
