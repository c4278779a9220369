//! The weather is joined with `orders`, and so it waits for `users`.
// refused: the call to `weather` began only after 200 ms, when `users` was done

use world::{Failure, Service};

pub async fn dependent_calls(
    users: Service,
    orders: Service,
    weather: Service,
    name: &str,
) -> Result<(String, String), Failure> {
    let number = users.call(name).await?;
    tokio::try_join!(orders.call(&number), weather.call("today"))
}
