//! Keeps the reason of the last failure alone.
// refused: one reason comes back, where three reasons are asked for

use world::Service;

pub async fn until_ok<T, E>(
    tries: usize,
    mut action: impl AsyncFnMut(usize) -> Result<T, E>,
) -> Option<T> {
    for number in 0..tries {
        if let Ok(value) = action(number).await {
            return Some(value);
        }
    }
    None
}

pub async fn async_closure(mirrors: Vec<Service>, request: &str) -> Result<String, Vec<String>> {
    let mut last = String::new();
    let answer = until_ok(mirrors.len(), async |number| {
        let answer = mirrors[number].call(request).await;
        answer.map_err(|failure| last = failure.reason)
    });
    answer.await.ok_or_else(|| vec![last.clone()])
}
