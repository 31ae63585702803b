//! The gazetteer: packed lists of names.

#[cfg(feature = "training")]
use crate::analyze::lexicon::packed::write_varint;
use crate::analyze::lexicon::packed::{Damage, HashTable, PackedReader, combine, scramble};

/// Given names of people.
pub const FIRST: u8 = 1;
/// Family names.
pub const LAST: u8 = 2;
/// Cities.
pub const CITY: u8 = 4;
/// Cities of a hundred thousand inhabitants and more.
pub const BIG_CITY: u8 = 8;
/// Countries.
pub const COUNTRY: u8 = 16;
/// States, provinces, counties.
pub const STATE: u8 = 32;
/// Places of all kinds.
pub const PLACE: u8 = CITY | BIG_CITY | COUNTRY | STATE;
/// The beginning of a longer name.
pub const GOES_ON: u8 = 128;
/// The largest number of words in a name that is looked up.
pub const LONGEST: usize = 5;

/// The flags of names of one or more words. All lookups ignore case.
#[derive(Clone, Debug)]
pub struct Gazetteer(HashTable<u8>);

impl Gazetteer {
    /// Unpacks the bytes that `pack` wrote.
    ///
    /// # Errors
    /// The bytes are damaged.
    pub fn unpack(bytes: &[u8]) -> Result<Self, Damage> {
        let mut input = PackedReader::new(bytes);
        let count = input.count(2)?;
        let mut table = HashTable::with_capacity(count);
        let mut key = 0;
        for _ in 0..count {
            key = input.new_key(key)?;
            *table.entry(key) = input.byte()?;
        }
        input.finish()?;
        Ok(Self(table))
    }

    /// Returns the flags of a name of one or more words, by its [`phrase_key`].
    pub fn flags(&self, phrase: u32) -> u8 {
        self.0.get(phrase).copied().unwrap_or_default()
    }
}

/// Returns the key of a name.
///
/// It is the hash of its only word, or the key of the words before combined with the hash of the last.
pub const fn phrase_key(before: Option<u32>, lower: u32) -> u32 {
    match before {
        None => lower,
        Some(before) => scramble(combine(before, lower)),
    }
}

/// Packs names; the flags of equal keys are united.
#[cfg(feature = "training")]
pub fn pack(mut entries: Vec<(u32, u8)>) -> Vec<u8> {
    entries.sort_unstable();
    entries.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 |= next.1;
        }
        same
    });
    let mut out = (entries.len() as u32).to_le_bytes().to_vec();
    let mut last = 0;
    for (key, flags) in entries {
        write_varint(&mut out, key - last);
        last = key;
        out.push(flags);
    }
    out
}
