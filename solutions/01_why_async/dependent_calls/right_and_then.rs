//! The chain as a combinator of `futures`, joined with `try_join`.

use futures::future::{TryFutureExt, try_join};
use world::{Failure, Service};

pub async fn dependent_calls(
    users: Service,
    orders: Service,
    weather: Service,
    name: &str,
) -> Result<(String, String), Failure> {
    let parcel = users.call(name).and_then(|number| orders.call(&number));
    try_join(parcel, weather.call("today")).await
}
