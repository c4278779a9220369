//! Calls itself for the next attempt, and shares the list of reasons by a `RefCell`.

use std::cell::RefCell;

use world::Service;

pub async fn until_ok<T, E>(
    tries: usize,
    mut action: impl AsyncFnMut(usize) -> Result<T, E>,
) -> Option<T> {
    attempt(0, tries, &mut action).await
}

async fn attempt<T, E>(
    number: usize,
    tries: usize,
    action: &mut impl AsyncFnMut(usize) -> Result<T, E>,
) -> Option<T> {
    if number == tries {
        return None;
    }
    match action(number).await {
        Ok(value) => Some(value),
        Err(_) => Box::pin(attempt(number + 1, tries, action)).await,
    }
}

pub async fn async_closure(mirrors: Vec<Service>, request: &str) -> Result<String, Vec<String>> {
    let reasons = RefCell::new(Vec::new());
    let ask = async |number: usize| {
        let answer = mirrors[number].call(request).await;
        answer.map_err(|failure| reasons.borrow_mut().push(failure.reason))
    };
    match until_ok(mirrors.len(), ask).await {
        Some(answer) => Ok(answer),
        None => Err(reasons.into_inner()),
    }
}
