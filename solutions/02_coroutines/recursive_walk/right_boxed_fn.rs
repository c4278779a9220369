//! A plain function that returns a boxed future, and streams the sums as they come.

use std::pin::Pin;

use futures::stream::{FuturesUnordered, StreamExt};
use world::{Failure, Service};

pub fn recursive_walk<'a>(
    disk: Service,
    folder: &'a str,
) -> Pin<Box<dyn Future<Output = Result<u64, Failure>> + Send + 'a>> {
    Box::pin(async move {
        let entries = disk.call(folder).await?;
        let (files, folders): (Vec<_>, Vec<_>) =
            entries.lines().partition(|entry| entry.contains(' '));
        let mut bytes: u64 = files
            .iter()
            .filter_map(|file| file.split(' ').next_back()?.parse::<u64>().ok())
            .sum();
        let mut below: FuturesUnordered<_> = folders
            .into_iter()
            .map(|name| {
                let disk = disk.clone();
                async move { recursive_walk(disk, &format!("{folder}{name}")).await }
            })
            .collect();
        while let Some(size) = below.next().await {
            bytes += size?;
        }
        Ok(bytes)
    })
}
