//! Each folder's future holds those of the folders in it, in boxes, and polls them side by side.

use futures::future::try_join_all;
use world::{Failure, Service};

pub async fn recursive_walk(disk: Service, folder: &str) -> Result<u64, Failure> {
    let mut bytes = 0;
    let mut folders = Vec::new();
    for entry in disk.call(folder).await?.lines() {
        match entry.split_once(' ') {
            Some((_name, size)) => bytes += size.parse::<u64>().expect("a size is a number"),
            None => folders.push(format!("{folder}{entry}")),
        }
    }
    let below = folders
        .iter()
        .map(|path| Box::pin(recursive_walk(disk.clone(), path)));
    let sizes = try_join_all(below).await?;
    Ok(bytes + sizes.iter().sum::<u64>())
}
