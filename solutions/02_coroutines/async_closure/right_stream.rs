//! An iterator over the mirrors instead of their numbers.

use world::Service;

pub async fn until_ok<T, E>(
    tries: usize,
    mut action: impl AsyncFnMut(usize) -> Result<T, E>,
) -> Option<T> {
    let mut numbers = 0..tries;
    loop {
        let outcome = action(numbers.next()?).await;
        if outcome.is_ok() {
            return outcome.ok();
        }
    }
}

pub async fn async_closure(mirrors: Vec<Service>, request: &str) -> Result<String, Vec<String>> {
    let mut rest = mirrors.iter();
    let mut reasons = vec![];
    until_ok(mirrors.len(), async |_| {
        let mirror = rest.next().ok_or(())?;
        mirror.call(request).await.map_err(|failure| reasons.push(failure.reason))
    })
    .await
    .ok_or(reasons)
}
