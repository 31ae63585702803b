//! The table of places: hashes of names with ids, regions and sizes.

use crate::analyze::lexicon::countries::{self, Nation};
use crate::analyze::lexicon::name_key::loose_key;
#[cfg(feature = "training")]
use crate::analyze::lexicon::packed::write_varint;
use crate::analyze::lexicon::packed::{CharHasher, Damage, PackedReader};

/// The size of 100,000 inhabitants.
///
/// A size is twice the binary logarithm of the inhabitants in thousands.
pub(super) const LARGE_CITY: u16 = 13;

/// The kind of place that a name in the table means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// A city. Its name is matched without case and diacritics.
    City,
    /// A state of the United States. Its name is matched as it is written.
    State,
    /// A state, province or other division of another country. Its name is matched without case and diacritics.
    Division,
    /// A region without an id. Its name is matched as it is written; it only distinguishes cities.
    Region,
}

/// A name of a place, as training packs it.
#[cfg(feature = "training")]
#[derive(Clone, Debug)]
pub struct PlaceRow {
    /// What the name means.
    pub kind: PlaceKind,
    /// Its id at GeoNames; below 2²⁴, 0 for regions.
    pub id: u32,
    /// The ISO 3166 code of the country, with that of the state where it distinguishes cities (`US-GA`).
    pub region: String,
    /// The number of inhabitants.
    pub inhabitants: u32,
    /// Whether all other places of this name are much smaller.
    pub alone: bool,
    /// The name.
    pub name: String,
}

/// A place with a certain name.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlaceRecord {
    pub(super) id: u32,
    region: usize,
    pub(super) size: u16,
    pub(super) alone: bool,
}

/// The table of places, unpacked.
#[derive(Debug)]
pub struct PlaceTable {
    regions: Vec<String>,
    /// The keys of the names, sorted, parallel to `places`; a name of several places occurs several times.
    keys: Vec<u32>,
    places: Vec<PlaceRecord>,
}

/// Packs a table.
///
/// It writes the regions' names, then for each name the gap to the hash before it, the id in three bytes, and region,
/// size and clearness in two.
///
/// # Panics
///
/// There are more than 512 regions.
#[cfg(feature = "training")]
pub fn pack(rows: &[PlaceRow]) -> Vec<u8> {
    let mut regions: Vec<&str> = rows.iter().map(|row| row.region.as_str()).collect();
    regions.sort_unstable();
    regions.dedup();
    assert!(regions.len() <= 512, "too many regions");
    let mut entries: Vec<(u32, u32, u16)> = rows
        .iter()
        .map(|row| {
            let region = regions.binary_search(&row.region.as_str()).unwrap_or_default() as u16;
            let size = ((f64::from(row.inhabitants) / 1000.0).log2() * 2.0).clamp(0.0, 31.0) as u16;
            (key(row.kind, &row.name), row.id, region | size << 9 | u16::from(row.alone) << 14)
        })
        .collect();
    entries.sort_unstable();
    entries.dedup();
    let mut out = (regions.len() as u16).to_le_bytes().to_vec();
    for region in regions {
        out.push(region.len() as u8);
        out.extend(region.bytes());
    }
    out.extend((entries.len() as u32).to_le_bytes());
    let mut last = 0;
    for (key, id, about) in entries {
        write_varint(&mut out, key - last);
        last = key;
        out.extend(id.to_le_bytes().iter().take(3));
        out.extend(about.to_le_bytes());
    }
    out
}

fn key(kind: PlaceKind, name: &str) -> u32 {
    let mut hash = CharHasher::new();
    match kind {
        PlaceKind::City => loose_key(name).chars().for_each(|c| hash.push(c)),
        PlaceKind::State => std::iter::once('\u{1}').chain(name.chars()).for_each(|c| hash.push(c)),
        PlaceKind::Region => std::iter::once('\u{2}').chain(name.chars()).for_each(|c| hash.push(c)),
        PlaceKind::Division => std::iter::once('\u{3}').chain(loose_key(name).chars()).for_each(|c| hash.push(c)),
    }
    hash.finish()
}

impl PlaceTable {
    /// Unpacks the bytes that `pack` wrote.
    ///
    /// # Errors
    /// The bytes are damaged.
    pub fn unpack(bytes: &[u8]) -> Result<Self, Damage> {
        let mut input = PackedReader::new(bytes);
        let mut regions: Vec<String> = Vec::new();
        for _ in 0..input.short()? {
            let code = (0..input.byte()?).map(|_| input.byte().map(char::from)).collect::<Result<_, _>>()?;
            regions.push(code);
        }
        let count = input.count(6)?;
        let (mut keys, mut places, mut last) = (Vec::with_capacity(count), Vec::with_capacity(count), 0);
        for _ in 0..count {
            last = input.key(last)?;
            keys.push(last);
            let id = u32::from_le_bytes([input.byte()?, input.byte()?, input.byte()?, 0]);
            let about = input.short()?;
            let (region, size, alone) = (usize::from(about & 511), about >> 9 & 31, about >> 14 & 1 == 1);
            if region >= regions.len() {
                return Err(Damage::OutOfRange);
            }
            places.push(PlaceRecord { id, region, size, alone });
        }
        input.finish()?;
        Ok(Self { regions, keys, places })
    }

    /// Returns the places of a kind with a name.
    pub(super) fn named(&self, kind: PlaceKind, name: &str) -> &[PlaceRecord] {
        let key = key(kind, name);
        let first = self.keys.partition_point(|known| *known < key);
        let last = self.keys.partition_point(|known| *known <= key);
        self.places.get(first..last).unwrap_or_default()
    }

    /// Returns the code of a place's region.
    pub(super) fn region(&self, place: &PlaceRecord) -> &str {
        self.regions.get(place.region).map_or("", String::as_str)
    }

    /// Returns the codes of the regions and countries with a name: "Georgia" has two.
    pub(super) fn regions_named(&self, name: &str) -> Vec<&str> {
        let known = [PlaceKind::State, PlaceKind::Region, PlaceKind::Division]
            .into_iter()
            .flat_map(|kind| self.named(kind, name));
        let mut codes: Vec<&str> = known.map(|place| self.region(place)).collect();
        if let Some(Nation::Country(code)) = countries::find(name) {
            codes.push(code);
        }
        codes
    }
}
