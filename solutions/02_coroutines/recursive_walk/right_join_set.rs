//! Tasks, in a set that ends them all when it is dropped.

use tokio::task::JoinSet;
use world::{Failure, Service};

async fn read(disk: Service, path: String) -> Result<(String, String), Failure> {
    let entries = disk.call(&path).await?;
    Ok((path, entries))
}

pub async fn recursive_walk(disk: Service, folder: &str) -> Result<u64, Failure> {
    let mut tasks = JoinSet::new();
    tasks.spawn(read(disk.clone(), folder.to_owned()));
    let mut bytes = 0;
    while let Some(joined) = tasks.join_next().await {
        let (path, entries) = joined.expect("a call does not panic")?;
        for entry in entries.lines() {
            match entry.split_once(' ') {
                Some((_, size)) => bytes += size.parse::<u64>().expect("a size is a number"),
                None => drop(tasks.spawn(read(disk.clone(), format!("{path}{entry}")))),
            }
        }
    }
    Ok(bytes)
}
