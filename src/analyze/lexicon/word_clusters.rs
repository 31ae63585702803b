//! Word clusters: words with similar contexts, packed.

#[cfg(any(test, feature = "training"))]
use super::packed::write_varint;
use super::packed::{Damage, HashTable, PackedReader};

/// The clusters of a word at three grains; 0 where the word is unknown, else the cluster + 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clusters {
    /// The cluster among 64.
    pub coarse: u8,
    /// The cluster among 400.
    pub middle: u16,
    /// The cluster among 2,000.
    pub fine: u16,
}

/// The clusters of all known words.
#[derive(Clone, Debug)]
pub struct WordClusters(HashTable<Clusters>);

impl WordClusters {
    /// Unpacks the bytes that `pack` wrote.
    ///
    /// # Errors
    /// The bytes are damaged.
    pub fn unpack(bytes: &[u8]) -> Result<Self, Damage> {
        let mut input = PackedReader::new(bytes);
        let count = input.count(5)?;
        let mut table = HashTable::with_capacity(count);
        let mut key = 0;
        for _ in 0..count {
            key = input.new_key(key)?;
            let packed = input.word()?;
            let clusters = Clusters {
                coarse: (packed & 0xFF) as u8,
                middle: (packed >> 8 & 0x3FF) as u16,
                fine: (packed >> 18) as u16,
            };
            if clusters.coarse > 64 || clusters.middle > 400 || clusters.fine > 2000 {
                return Err(Damage::OutOfRange);
            }
            *table.entry(key) = clusters;
        }
        input.finish()?;
        Ok(Self(table))
    }

    /// Returns the clusters of a word, by the hash of its lower-case form.
    pub fn of(&self, lower: u32) -> Clusters {
        self.0.get(lower).copied().unwrap_or_default()
    }
}

/// Packs clusters; of equal keys the first is kept.
#[cfg(any(test, feature = "training"))]
pub fn pack(mut entries: Vec<(u32, Clusters)>) -> Vec<u8> {
    entries.sort_by_key(|entry| entry.0);
    entries.dedup_by_key(|entry| entry.0);
    let mut out = (entries.len() as u32).to_le_bytes().to_vec();
    let mut last = 0;
    for (key, clusters) in entries {
        write_varint(&mut out, key - last);
        last = key;
        let packed = u32::from(clusters.coarse) | u32::from(clusters.middle) << 8 | u32::from(clusters.fine) << 18;
        out.extend(packed.to_le_bytes());
    }
    out
}
