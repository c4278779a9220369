//! A loop that calls the closure, and a closure that borrows what it needs.

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
    let mut reasons = Vec::new();
    let answer = until_ok(mirrors.len(), async |number| {
        let answer = mirrors[number].call(request).await;
        if let Err(failure) = &answer {
            reasons.push(failure.reason.clone());
        }
        answer
    });
    answer.await.ok_or(reasons)
}
