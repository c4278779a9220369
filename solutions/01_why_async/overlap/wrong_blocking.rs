//! Three tasks at once, but each keeps the thread until its answer is there.
// refused: held its thread for 300 ms: `call_blocking` waits without `.await`

use world::{Failure, Service};

pub async fn overlap(rome: Service, oslo: Service, cairo: Service) -> Result<Vec<String>, Failure> {
    let call = |service: Service| tokio::spawn(async move { service.call_blocking("weather") });
    let (in_rome, in_oslo, in_cairo) = tokio::join!(call(rome), call(oslo), call(cairo));
    [in_rome, in_oslo, in_cairo]
        .into_iter()
        .map(|answer| answer.expect("a call does not panic"))
        .collect()
}
