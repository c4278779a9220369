//! A task for each folder: nobody ends them when the walk is dropped, or when one of them fails.
// refused: /quick/ could not be read, your answer returned, and `disk` was called all the same

use std::pin::Pin;

use world::{Failure, Service};

type Size = Pin<Box<dyn Future<Output = Result<u64, Failure>> + Send>>;

fn size(disk: Service, folder: String) -> Size {
    Box::pin(async move {
        let mut bytes = 0;
        let mut tasks = Vec::new();
        for entry in disk.call(&folder).await?.lines() {
            match entry.split_once(' ') {
                Some((_, size)) => bytes += size.parse::<u64>().expect("a size is a number"),
                None => tasks.push(tokio::spawn(size(disk.clone(), format!("{folder}{entry}")))),
            }
        }
        for task in tasks {
            bytes += task.await.expect("a walk does not panic")?;
        }
        Ok(bytes)
    })
}

pub async fn recursive_walk(disk: Service, folder: &str) -> Result<u64, Failure> {
    size(disk, folder.to_owned()).await
}
