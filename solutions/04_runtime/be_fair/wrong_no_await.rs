//! As it ships: an `async fn` with nothing to await in it.
// refused: your loop never lets go of its thread

pub async fn be_fair(pages: u32, mut read: impl FnMut(u32) -> u64) -> u64 {
    (0..pages).map(|page| read(page)).sum()
}
