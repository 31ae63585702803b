//! Hashing of words and features, and tables keyed by it.
//!
//! Everything here is fixed for ever by the files in `models/`: a changed constant is a changed model.

/// Joins two hashes; the order matters.
pub const fn join(a: u32, b: u32) -> u32 {
    (a ^ b.rotate_left(15).wrapping_mul(0x9E37_79B1)).rotate_left(13).wrapping_mul(5).wrapping_add(0xE654_6B64)
}

/// Spreads a value over all bits; never 0, which marks an empty slot.
pub const fn spread(value: u32) -> u32 {
    let mut h = value;
    h = (h ^ (h >> 16)).wrapping_mul(0x85EB_CA6B);
    h = (h ^ (h >> 13)).wrapping_mul(0xC2B2_AE35);
    h ^= h >> 16;
    if h == 0 { 1 } else { h }
}

/// A hash that takes one character after another.
#[derive(Clone, Copy, Debug)]
pub struct Chars(u64);

impl Chars {
    /// Before the first character.
    pub const fn new() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }

    /// One more character.
    pub const fn push(&mut self, c: char) {
        self.0 = (self.0 ^ c as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 ^= self.0 >> 29;
    }

    /// The hash of what was pushed; never 0.
    pub const fn finish(self) -> u32 {
        spread((self.0 ^ (self.0 >> 32)) as u32)
    }
}

impl Default for Chars {
    fn default() -> Self {
        Self::new()
    }
}

/// The hash of a word with its letters in lower case.
pub fn lower(word: &str) -> u32 {
    let mut hash = Chars::new();
    for c in word.chars().flat_map(char::to_lowercase) {
        hash.push(c);
    }
    hash.finish()
}

/// An open-addressed table from hashes to small values. Keys are never 0.
#[derive(Clone, Debug)]
pub struct Table<V> {
    slots: Vec<(u32, V)>,
    mask: usize,
}

impl<V: Copy + Default> Table<V> {
    /// A table for at most `count` entries, half of its slots empty.
    pub fn with_capacity(count: usize) -> Self {
        let size = (count * 2).next_power_of_two().max(8);
        Self { slots: vec![(0, V::default()); size], mask: size - 1 }
    }

    /// The entry of a key, made if need be. The caller never enters more keys than the capacity.
    pub fn entry(&mut self, key: u32) -> &mut V {
        let mut at = key as usize & self.mask;
        while self.slots[at].0 != key && self.slots[at].0 != 0 {
            at = (at + 1) & self.mask;
        }
        self.slots[at].0 = key;
        &mut self.slots[at].1
    }

    /// The entry of a key.
    #[inline]
    pub fn get(&self, key: u32) -> Option<&V> {
        let mut at = key as usize & self.mask;
        loop {
            let slot = &self.slots[at];
            if slot.0 == key {
                return Some(&slot.1);
            }
            if slot.0 == 0 {
                return None;
            }
            at = (at + 1) & self.mask;
        }
    }
}

/// Appends a number in 7-bit groups, the lowest first.
pub fn put_varint(out: &mut Vec<u8>, mut value: u32) {
    while value >= 128 {
        out.push(value as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Reads packed numbers; beyond the end it reads zeros.
#[derive(Debug)]
pub struct Unpack<'a>(pub &'a [u8]);

impl Unpack<'_> {
    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        let Some((&first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        first
    }

    /// A number that [`put_varint`] wrote.
    pub fn varint(&mut self) -> u32 {
        let mut value = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte();
            value |= u32::from(byte & 127).wrapping_shl(shift);
            if byte < 128 {
                break;
            }
        }
        value
    }

    /// Four bytes, the lowest first.
    pub fn word(&mut self) -> u32 {
        u32::from_le_bytes([self.byte(), self.byte(), self.byte(), self.byte()])
    }
}
