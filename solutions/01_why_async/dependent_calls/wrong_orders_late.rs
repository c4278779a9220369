//! Two at once, then the third: `orders` waits for the weather.
// refused: the call to `orders` began only after 400 ms, when `weather` was done

use world::{Failure, Service};

pub async fn dependent_calls(
    users: Service,
    orders: Service,
    weather: Service,
    name: &str,
) -> Result<(String, String), Failure> {
    let (number, today) = tokio::try_join!(users.call(name), weather.call("today"))?;
    Ok((orders.call(&number).await?, today))
}
