//! A folder that cannot be read counts as empty.
// refused: what comes back when /quick/ cannot be read is not what it should be

use futures::future::join_all;
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
    let below = folders
        .iter()
        .map(|path| Box::pin(recursive_walk(disk.clone(), path)));
    Ok(bytes + join_all(below).await.into_iter().flatten().sum::<u64>())
}
