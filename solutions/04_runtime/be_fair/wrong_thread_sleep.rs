//! `std::thread::sleep` gives the processor to other threads, and to no other task of this one.
// refused: held the thread: it waits without `.await`, as `std::thread::sleep` does

use std::time::Duration;

pub async fn be_fair(pages: u32, mut read: impl FnMut(u32) -> u64) -> u64 {
    let mut sum = 0;
    for page in 0..pages {
        sum += read(page);
        std::thread::sleep(Duration::from_millis(1));
    }
    sum
}
