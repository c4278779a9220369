//! Looks into each folder to see whether it is empty, and then reads it.
// refused: `disk` was called

use futures::future::try_join_all;
use world::{Failure, Service};

pub async fn recursive_walk(disk: Service, folder: &str) -> Result<u64, Failure> {
    let mut bytes = 0;
    let mut folders = Vec::new();
    for entry in disk.call(folder).await?.lines() {
        match entry.split_once(' ') {
            Some((_, size)) => bytes += size.parse::<u64>().expect("a size is a number"),
            None => folders.push(format!("{folder}{entry}")),
        }
    }
    let below = folders.iter().map(|path| {
        let disk = disk.clone();
        Box::pin(async move {
            if disk.call(path).await?.is_empty() {
                return Ok(0);
            }
            recursive_walk(disk, path).await
        })
    });
    let sizes = try_join_all(below).await?;
    Ok(bytes + sizes.iter().sum::<u64>())
}
