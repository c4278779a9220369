//! Makes all attempts, and returns the last value.
// refused: the action succeeded when it was called with 0, and `until_ok` went on

use world::Service;

pub async fn until_ok<T, E>(
    tries: usize,
    mut action: impl AsyncFnMut(usize) -> Result<T, E>,
) -> Option<T> {
    let mut found = None;
    for number in 0..tries {
        if let Ok(value) = action(number).await {
            found = Some(value);
        }
    }
    found
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
