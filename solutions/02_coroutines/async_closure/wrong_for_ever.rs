//! Does not look at how often it may try.
// refused: three attempts allowed, and 100 attempts made

use world::Service;

pub async fn until_ok<T, E>(
    tries: usize,
    mut action: impl AsyncFnMut(usize) -> Result<T, E>,
) -> Option<T> {
    let mut number = 0;
    loop {
        if let Ok(value) = action(number).await {
            return Some(value);
        }
        number += usize::from(tries > 0);
    }
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
