//! Calls the action to see whether it works, and once more for the value.
// refused: the action was called with 0 and succeeded, and was called with 0 once more

use world::Service;

pub async fn until_ok<T, E>(
    tries: usize,
    mut action: impl AsyncFnMut(usize) -> Result<T, E>,
) -> Option<T> {
    for number in 0..tries {
        if action(number).await.is_ok() {
            return action(number).await.ok();
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
