//! A hasher for keys of our own making, most of them numbers: nobody chooses them to collide.

use std::hash::{BuildHasherDefault, Hasher};

/// Builds the hasher.
pub(crate) type ByNumber = BuildHasherDefault<Numbers>;

/// Mixes numbers by multiplication: a nanosecond where the standard library's hasher takes twenty.
#[derive(Default)]
pub(crate) struct Numbers(u64);

impl Hasher for Numbers {
    fn write(&mut self, bytes: &[u8]) {
        let mut words = bytes.chunks_exact(8);
        for word in &mut words {
            self.write_u64(u64::from_le_bytes(word.try_into().expect("eight bytes")));
        }
        for byte in words.remainder() {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u32(&mut self, n: u32) {
        self.write_u64(u64::from(n));
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0.rotate_left(5) ^ n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_usize(&mut self, n: usize) {
        self.write_u64(n as u64);
    }

    fn finish(&self) -> u64 {
        // The table takes its place from the low bits, and multiplication has mixed the high ones.
        self.0.rotate_left(26)
    }
}
