//! Hashes of words and features, and packed tables that are keyed by them.
//!
//! The files in `models/` depend on every constant here: a changed constant makes them useless.

/// Returns the combination of two hashes; the order matters.
pub const fn combine(a: u32, b: u32) -> u32 {
    (a ^ b.rotate_left(15).wrapping_mul(0x9E37_79B1)).rotate_left(13).wrapping_mul(5).wrapping_add(0xE654_6B64)
}

/// Returns a value spread over all bits. It is never 0, which marks an empty slot.
pub const fn scramble(value: u32) -> u32 {
    let mut h = value;
    h = (h ^ (h >> 16)).wrapping_mul(0x85EB_CA6B);
    h = (h ^ (h >> 13)).wrapping_mul(0xC2B2_AE35);
    h ^= h >> 16;
    if h == 0 { 1 } else { h }
}

/// A hasher that takes one character after another.
#[derive(Clone, Copy, Debug)]
pub struct CharHasher(u64);

impl CharHasher {
    /// Returns a hasher without characters.
    pub const fn new() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }

    /// Adds a character.
    pub const fn push(&mut self, c: char) {
        self.0 = (self.0 ^ c as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 ^= self.0 >> 29;
    }

    /// Returns the hash of the characters; it is never 0.
    pub const fn finish(self) -> u32 {
        scramble((self.0 ^ (self.0 >> 32)) as u32)
    }
}

impl Default for CharHasher {
    fn default() -> Self {
        Self::new()
    }
}

/// Returns the hash of a word in lower case.
pub fn hash_lowercase(word: &str) -> u32 {
    let mut hash = CharHasher::new();
    for c in word.chars().flat_map(char::to_lowercase) {
        hash.push(c);
    }
    hash.finish()
}

/// An open-addressed table from hashes to small values. Keys are never 0.
#[derive(Clone, Debug)]
pub struct HashTable<V> {
    slots: Vec<(u32, V)>,
    mask: usize,
}

impl<V: Copy + Default> HashTable<V> {
    /// Returns a table for at most `count` entries, half of its slots empty.
    pub fn with_capacity(count: usize) -> Self {
        let size = (count * 2).next_power_of_two().max(8);
        Self { slots: vec![(0, V::default()); size], mask: size - 1 }
    }

    /// Returns the entry of a key, which is added if it is missing. The caller never adds more keys than the capacity.
    pub fn entry(&mut self, key: u32) -> &mut V {
        let mut at = key as usize & self.mask;
        while self.slots[at].0 != key && self.slots[at].0 != 0 {
            at = (at + 1) & self.mask;
        }
        self.slots[at].0 = key;
        &mut self.slots[at].1
    }

    /// Returns the entry of a key.
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
#[cfg(any(test, feature = "training"))]
pub fn write_varint(out: &mut Vec<u8>, mut value: u32) {
    while value >= 128 {
        out.push(value as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Why a packed file cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// The file ends before all that it announces was read.
    #[error("it is cut short")]
    CutShort,
    /// Bytes follow what the file announces.
    #[error("it has {0} bytes too many")]
    TooLong(usize),
    /// A key does not follow the one before it.
    #[error("its keys are out of order")]
    KeyOrder,
    /// A value is none that training writes.
    #[error("it has a value out of range")]
    OutOfRange,
}

/// A reader of packed numbers that fails at the end of its bytes.
#[derive(Debug)]
pub struct PackedReader<'a>(&'a [u8]);

impl<'a> PackedReader<'a> {
    /// Returns a reader that stands at the first byte.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Returns the next `N` bytes.
    fn array<const N: usize>(&mut self) -> Result<[u8; N], Damage> {
        let (first, rest) = self.0.split_first_chunk().ok_or(Damage::CutShort)?;
        self.0 = rest;
        Ok(*first)
    }

    /// Returns the next byte.
    ///
    /// # Errors
    /// The bytes are at their end.
    pub fn byte(&mut self) -> Result<u8, Damage> {
        self.array().map(|[byte]| byte)
    }

    /// Returns the next two bytes as a number, the lowest first.
    ///
    /// # Errors
    /// The bytes are at their end.
    pub fn short(&mut self) -> Result<u16, Damage> {
        self.array().map(u16::from_le_bytes)
    }

    /// Returns the next four bytes as a number, the lowest first.
    ///
    /// # Errors
    /// The bytes are at their end.
    pub fn word(&mut self) -> Result<u32, Damage> {
        self.array().map(u32::from_le_bytes)
    }

    /// Returns the next four bytes as a number of entries that take at least `least` bytes each.
    ///
    /// # Errors
    /// The bytes are at their end, or there are too few for so many entries.
    pub fn count(&mut self, least: usize) -> Result<usize, Damage> {
        let count = self.word()? as usize;
        if count > self.0.len() / least { Err(Damage::CutShort) } else { Ok(count) }
    }

    /// Returns a number that `write_varint` wrote.
    ///
    /// # Errors
    /// The bytes are at their end, or the number does not fit 32 bits.
    pub fn varint(&mut self) -> Result<u32, Damage> {
        let mut value = 0_u64;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return u32::try_from(value).map_err(|_| Damage::OutOfRange);
            }
        }
        Err(Damage::OutOfRange)
    }

    /// Returns the key that follows `last`, which is written as the difference of the two; it may be the same.
    ///
    /// # Errors
    /// The bytes are at their end, or the key does not fit 32 bits.
    pub fn key(&mut self, last: u32) -> Result<u32, Damage> {
        last.checked_add(self.varint()?).ok_or(Damage::KeyOrder)
    }

    /// Returns the key that follows `last`, which must be another.
    ///
    /// # Errors
    /// The bytes are at their end, or the key does not fit 32 bits or is `last`.
    pub fn new_key(&mut self, last: u32) -> Result<u32, Damage> {
        self.key(last).and_then(|key| if key == last { Err(Damage::KeyOrder) } else { Ok(key) })
    }

    /// Ends reading.
    ///
    /// # Errors
    /// Bytes are left.
    pub fn finish(self) -> Result<(), Damage> {
        if self.0.is_empty() { Ok(()) } else { Err(Damage::TooLong(self.0.len())) }
    }
}
