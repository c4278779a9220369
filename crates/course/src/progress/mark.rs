//! A mark of an answer and its checks, so that a verdict says nothing of any other text. `crates/checks` includes this
//! file: what `cargo test` finds out carries the same mark.

/// FNV-1a: the same in every edition of the compiler, and nobody gains by a forgery.
pub(super) fn mark(answer: &[u8], checks: &[u8]) -> String {
    let mut mark: u64 = 0xcbf2_9ce4_8422_2325;
    // The length keeps both apart.
    let length = (answer.len() as u64).to_le_bytes();
    for byte in length.iter().chain(answer).chain(checks) {
        mark = (mark ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    format!("{mark:016x}")
}
