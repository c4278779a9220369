//! No recursion: a set of calls under way, which grows with each folder that is found.

use futures::stream::{FuturesUnordered, StreamExt};
use world::{Failure, Service};

pub async fn recursive_walk(disk: Service, folder: &str) -> Result<u64, Failure> {
    let read = async |path: String| {
        let entries = disk.call(&path).await?;
        Ok((path, entries))
    };
    let mut under_way = FuturesUnordered::new();
    under_way.push(read(folder.to_owned()));
    let mut bytes = 0;
    while let Some(answer) = under_way.next().await {
        let (path, entries) = answer?;
        for entry in entries.lines() {
            match entry.split_once(' ') {
                Some((_, size)) => bytes += size.parse::<u64>().expect("a size is a number"),
                None => under_way.push(read(format!("{path}{entry}"))),
            }
        }
    }
    Ok(bytes)
}
