//! The function `select` of the futures crate, which gives the loser back. It is dropped here.

use futures::future::{Either, select};
use std::pin::pin;
use world::{Failure, Service};

pub async fn race(near: Service, far: Service) -> Result<String, Failure> {
    match select(pin!(near.call("page")), pin!(far.call("page"))).await {
        Either::Left((page, _)) | Either::Right((page, _)) => page,
    }
}
