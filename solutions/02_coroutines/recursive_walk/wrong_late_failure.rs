//! Looks for failures when all folders are read.
// refused: /quick/ could not be read, and your answer waited for other folders

use futures::future::join_all;
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
    for size in join_all(below).await {
        bytes += size?;
    }
    Ok(bytes)
}
