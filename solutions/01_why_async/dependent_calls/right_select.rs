//! By hand: the weather may be ready at any time, so each step of the chain is awaited beside it.

use futures::future::{Either, maybe_done, select};
use std::pin::pin;
use world::{Failure, Service};

pub async fn dependent_calls(
    users: Service,
    orders: Service,
    weather: Service,
    name: &str,
) -> Result<(String, String), Failure> {
    let mut today = pin!(maybe_done(weather.call("today")));
    let parcel = pin!(async {
        let number = users.call(name).await?;
        orders.call(&number).await
    });
    let parcel = match select(parcel, today.as_mut()).await {
        Either::Left((parcel, _)) => parcel?,
        Either::Right(((), parcel)) => parcel.await?,
    };
    today.as_mut().await;
    Ok((parcel, today.take_output().expect("it is done")?))
}
