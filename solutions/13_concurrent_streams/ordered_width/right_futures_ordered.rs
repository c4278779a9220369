//! The buffer by hand: a queue of futures that is filled up whenever there is room.

use async_stream::stream;
use futures::{
    Stream, StreamExt,
    stream::FuturesOrdered,
};
use world::{Failure, Service};

pub fn ordered_width(
    width: usize,
    server: Service,
    files: Vec<String>,
) -> impl Stream<Item = Result<String, Failure>> {
    stream! {
        let mut files = files.into_iter();
        let mut under_way = FuturesOrdered::new();
        loop {
            while under_way.len() < width
                && let Some(file) = files.next()
            {
                under_way.push_back(server.call(&file));
            }
            match under_way.next().await {
                Some(result) => yield result,
                None => return,
            }
        }
    }
}
