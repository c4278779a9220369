//! Everything at once, with a customer number out of thin air.
// refused: `orders` was asked for `C-1000`, which is not the number that `users` has for ada

use world::{Failure, Service};

pub async fn dependent_calls(
    users: Service,
    orders: Service,
    weather: Service,
    name: &str,
) -> Result<(String, String), Failure> {
    let (_, parcel, today) = tokio::try_join!(
        users.call(name),
        orders.call("C-1000"),
        weather.call("today")
    )?;
    Ok((parcel, today))
}
