//! Word clusters and name lists, packed.

use super::hash::{Table, Unpack, join, put_varint};

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

/// The clusters of a word at three grains; 0 where the word is unknown, else the cluster + 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clusters {
    /// Of 64.
    pub coarse: u8,
    /// Of 400.
    pub middle: u16,
    /// Of 2,000.
    pub fine: u16,
}

/// What is known of words and names. All lookups ignore case.
#[derive(Clone, Debug)]
pub struct Lexicon {
    clusters: Table<Clusters>,
    names: Table<u8>,
}

impl Lexicon {
    /// Unpacks what [`pack_clusters`] and [`pack_names`] wrote.
    pub fn unpack(clusters: &[u8], names: &[u8]) -> Self {
        let mut input = Unpack(clusters);
        let count = input.word();
        let mut table = Table::with_capacity(count as usize);
        let mut key = 0;
        for _ in 0..count {
            key += input.varint();
            let packed = input.word();
            *table.entry(key) = Clusters {
                coarse: (packed & 0xFF) as u8,
                middle: (packed >> 8 & 0x3FF) as u16,
                fine: (packed >> 18) as u16,
            };
        }
        let mut input = Unpack(names);
        let count = input.word();
        let mut list = Table::with_capacity(count as usize);
        let mut key = 0;
        for _ in 0..count {
            key += input.varint();
            *list.entry(key) = input.byte();
        }
        Self { clusters: table, names: list }
    }

    /// The clusters of a word, by the hash of its lower-case form.
    pub fn clusters(&self, lower: u32) -> Clusters {
        self.clusters.get(lower).copied().unwrap_or_default()
    }

    /// What is known of a name of one or more words, by [`phrase`].
    pub fn name(&self, phrase: u32) -> u8 {
        self.names.get(phrase).copied().unwrap_or_default()
    }
}

/// The key of a name of several words: fold their hashes, the first stands for itself.
pub const fn phrase(before: Option<u32>, lower: u32) -> u32 {
    match before {
        None => lower,
        Some(before) => super::hash::spread(join(before, lower)),
    }
}

/// Packs clusters; of equal keys the first is kept.
pub fn pack_clusters(mut entries: Vec<(u32, Clusters)>) -> Vec<u8> {
    entries.sort_by_key(|entry| entry.0);
    entries.dedup_by_key(|entry| entry.0);
    let mut out = (entries.len() as u32).to_le_bytes().to_vec();
    let mut last = 0;
    for (key, clusters) in entries {
        put_varint(&mut out, key - last);
        last = key;
        let packed = u32::from(clusters.coarse) | u32::from(clusters.middle) << 8 | u32::from(clusters.fine) << 18;
        out.extend(packed.to_le_bytes());
    }
    out
}

/// Packs names; of equal keys the flags are united.
pub fn pack_names(mut entries: Vec<(u32, u8)>) -> Vec<u8> {
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
