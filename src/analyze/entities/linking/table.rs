//! The table of places: names as hashes, with ids, regions and sizes.

use crate::analyze::lexicon::countries::{Nation, nation};
use crate::analyze::lexicon::name_key::folded;
use crate::analyze::lexicon::packed::{Chars, Damage, Unpack, put_varint};

/// Sizes are twice the binary logarithm of the inhabitants in thousands; this is a hundred thousand.
pub(super) const LARGE: u16 = 13;

/// What a name of the table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A city. Its name is found in any case and without marks on letters.
    City,
    /// A state of the United States, as it is written.
    State,
    /// A state, province or the like of another country. Its name is found in any case and without marks on letters.
    Division,
    /// A region without an id, as it is written: it only tells cities apart.
    Region,
}

/// One name of one place.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is.
    pub kind: Kind,
    /// Its id at GeoNames; below 2²⁴, 0 for regions.
    pub id: u32,
    /// ISO 3166 code of the country, with that of the state where cities are told apart by it (`US-GA`).
    pub region: String,
    /// How many live there.
    pub inhabitants: u32,
    /// Whether all other places of this name are much smaller.
    pub alone: bool,
    /// The name.
    pub name: String,
}

/// One place that bears a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) id: u32,
    region: usize,
    pub(super) size: u16,
    pub(super) alone: bool,
}

/// The table, unpacked.
#[derive(Debug)]
pub struct Places {
    regions: Vec<String>,
    /// Sorted, beside `places`; names that several places bear stand several times.
    keys: Vec<u32>,
    places: Vec<Place>,
}

/// Packs a table: the regions' names, then for each name the gap to the hash before it, the id in three bytes, and region,
/// size and clearness in two. Regions beyond 512 are refused by panic.
pub fn pack(rows: &[Row]) -> Vec<u8> {
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
        put_varint(&mut out, key - last);
        last = key;
        out.extend(id.to_le_bytes().iter().take(3));
        out.extend(about.to_le_bytes());
    }
    out
}

fn key(kind: Kind, name: &str) -> u32 {
    let mut hash = Chars::new();
    match kind {
        Kind::City => folded(name).chars().for_each(|c| hash.push(c)),
        Kind::State => std::iter::once('\u{1}').chain(name.chars()).for_each(|c| hash.push(c)),
        Kind::Region => std::iter::once('\u{2}').chain(name.chars()).for_each(|c| hash.push(c)),
        Kind::Division => std::iter::once('\u{3}').chain(folded(name).chars()).for_each(|c| hash.push(c)),
    }
    hash.finish()
}

impl Places {
    /// Unpacks what [`pack`] wrote.
    ///
    /// # Errors
    /// The bytes are damaged.
    pub fn unpack(bytes: &[u8]) -> Result<Self, Damage> {
        let mut input = Unpack::new(bytes);
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
            places.push(Place { id, region, size, alone });
        }
        input.finish()?;
        Ok(Self { regions, keys, places })
    }

    /// The places of a kind that bear a name.
    pub(super) fn named(&self, kind: Kind, name: &str) -> &[Place] {
        let key = key(kind, name);
        let first = self.keys.partition_point(|known| *known < key);
        let last = self.keys.partition_point(|known| *known <= key);
        self.places.get(first..last).unwrap_or_default()
    }

    /// A place's region.
    pub(super) fn region(&self, place: &Place) -> &str {
        self.regions.get(place.region).map_or("", String::as_str)
    }

    /// The regions and countries that a name behind a city's may be: "Georgia" is two.
    pub(super) fn regions_named(&self, name: &str) -> Vec<&str> {
        let known = [Kind::State, Kind::Region, Kind::Division].into_iter().flat_map(|kind| self.named(kind, name));
        let mut codes: Vec<&str> = known.map(|place| self.region(place)).collect();
        if let Some(Nation::Country(code)) = nation(name) {
            codes.push(code);
        }
        codes
    }
}
