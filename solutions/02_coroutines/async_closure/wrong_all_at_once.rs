//! Asks all mirrors at once, and takes the first that has answered.
// refused: `cairo` was called, and nothing here needs that

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
    let calls = mirrors.iter().map(|mirror| mirror.call(request));
    let answers = futures::future::join_all(calls).await;
    let mut reasons = Vec::new();
    for answer in answers {
        match answer {
            Ok(answer) => return Ok(answer),
            Err(failure) => reasons.push(failure.reason),
        }
    }
    Err(reasons)
}
