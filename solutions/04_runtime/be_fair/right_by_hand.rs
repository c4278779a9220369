//! A poll for each page: it wakes itself and says that it is not ready.

use std::future::poll_fn;
use std::task::Poll;

pub async fn be_fair(pages: u32, mut read: impl FnMut(u32) -> u64) -> u64 {
    let (mut sum, mut page) = (0, 0);
    poll_fn(move |cx| {
        if page == pages {
            return Poll::Ready(sum);
        }
        sum += read(page);
        page += 1;
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await
}
