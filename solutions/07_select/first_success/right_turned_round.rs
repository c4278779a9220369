//! Turned round, a success is what ends `try_join_all`: pages are its errors, failures its values.
//! For up to thirty mirrors: in this version of `futures`, a longer list gives its error late.

use futures::future::try_join_all;
use std::cell::RefCell;
use world::{Failure, Service};

pub async fn first_success(mirrors: Vec<Service>) -> Result<String, Vec<Failure>> {
    let failures = RefCell::new(Vec::new());
    let calls = mirrors.iter().map(async |mirror| {
        match mirror.call("page").await {
            Ok(page) => return Err(page),
            Err(failure) => failures.borrow_mut().push(failure),
        }
        Ok(())
    });
    match try_join_all(calls).await {
        Err(page) => Ok(page),
        Ok(_) => Err(failures.take()),
    }
}
