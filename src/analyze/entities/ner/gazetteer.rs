//! Lists of names, packed.

use crate::analyze::lexicon::packed::{Damage, Table, Unpack, join, put_varint, spread};

/// First names of people.
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
/// Any place.
pub const PLACE: u8 = CITY | BIG_CITY | COUNTRY | STATE;
/// Some longer name begins with these words.
pub const GOES_ON: u8 = 128;
/// Words of the longest name that is looked up.
pub const LONGEST: usize = 5;

/// What is known of names of one or more words. All lookups ignore case.
#[derive(Clone, Debug)]
pub struct Gazetteer(Table<u8>);

impl Gazetteer {
    /// Unpacks what [`pack`] wrote.
    ///
    /// # Errors
    /// The bytes are damaged.
    pub fn unpack(bytes: &[u8]) -> Result<Self, Damage> {
        let mut input = Unpack::new(bytes);
        let count = input.count(2)?;
        let mut table = Table::with_capacity(count);
        let mut key = 0;
        for _ in 0..count {
            key = input.new_key(key)?;
            *table.entry(key) = input.byte()?;
        }
        input.finish()?;
        Ok(Self(table))
    }

    /// What is known of a name of one or more words, by [`phrase`].
    pub fn flags(&self, phrase: u32) -> u8 {
        self.0.get(phrase).copied().unwrap_or_default()
    }
}

/// The key of a name of several words: fold their hashes, the first stands for itself.
pub const fn phrase(before: Option<u32>, lower: u32) -> u32 {
    match before {
        None => lower,
        Some(before) => spread(join(before, lower)),
    }
}

/// Packs names; of equal keys the flags are united.
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
        put_varint(&mut out, key - last);
        last = key;
        out.push(flags);
    }
    out
}
