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

/// Builds the hasher for numbers that count up.
pub(crate) type InOrder = BuildHasherDefault<Counted>;

/// Leaves numbers that follow each other next to each other: a table that is walked in order stays in the cache.
#[derive(Default)]
pub(crate) struct Counted(u64);

impl Hasher for Counted {
    fn write(&mut self, _: &[u8]) {
        unreachable!("only numbers are hashed here");
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }

    fn finish(&self) -> u64 {
        // The table takes its place from the low bits, and from the highest seven what tells neighbours apart.
        const HIGHEST: u64 = 0x7f << 57;
        self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15) & HIGHEST | self.0 & !HIGHEST
    }
}
