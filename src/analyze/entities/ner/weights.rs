//! The packed weights of the tagger.

use super::labels::LABEL_COUNT;
#[cfg(feature = "training")]
use crate::analyze::lexicon::packed::write_varint;
use crate::analyze::lexicon::packed::{Damage, HashTable, PackedReader};

/// The weights of a feature, one for each label.
pub type Row = [i8; LABEL_COUNT];

/// The weights of the tagger, ready to use.
#[derive(Clone, Debug)]
pub struct Weights {
    rows: HashTable<Row>,
    /// The value of one step of a row's weights.
    pub step: f32,
    /// `transitions[from][to]`; the row [`LABEL_COUNT`] − 1 holds the weights of beginning with a label.
    pub transitions: [[f32; LABEL_COUNT]; LABEL_COUNT],
}

impl Weights {
    /// Unpacks the bytes that `pack` wrote.
    ///
    /// # Errors
    /// The bytes are damaged.
    pub fn unpack(bytes: &[u8]) -> Result<Self, Damage> {
        let mut input = PackedReader::new(bytes);
        let step = f32::from_bits(input.word()?);
        let mut transitions = [[0.0; LABEL_COUNT]; LABEL_COUNT];
        for weight in transitions.iter_mut().flatten() {
            *weight = f32::from_bits(input.word()?);
        }
        if !transitions.iter().flatten().chain([&step]).all(|weight| weight.is_finite()) {
            return Err(Damage::OutOfRange);
        }
        let count = input.count(3)?;
        let mut rows = HashTable::with_capacity(count);
        let mut key = 0;
        for _ in 0..count {
            key = input.new_key(key)?;
            let mask = input.short()?;
            let row: &mut Row = rows.entry(key);
            for (lane, weight) in row.iter_mut().enumerate() {
                if mask >> lane & 1 == 1 {
                    *weight = input.byte()?.cast_signed();
                }
            }
        }
        input.finish()?;
        Ok(Self { rows, step, transitions })
    }

    /// Returns the weights of a feature.
    #[inline]
    pub fn row(&self, feature: u32) -> Option<&Row> {
        self.rows.get(feature)
    }
}

/// Packs weights: features in order of their hashes as differences, then a mask of the labels with a weight, then the
/// weights.
#[cfg(feature = "training")]
pub fn pack(step: f32, transitions: &[[f32; LABEL_COUNT]; LABEL_COUNT], mut rows: Vec<(u32, Row)>) -> Vec<u8> {
    rows.sort_unstable_by_key(|row| row.0);
    let mut out = step.to_bits().to_le_bytes().to_vec();
    for weight in transitions.iter().flatten() {
        out.extend(weight.to_bits().to_le_bytes());
    }
    out.extend((rows.len() as u32).to_le_bytes());
    let mut last = 0;
    for (key, row) in rows {
        write_varint(&mut out, key - last);
        last = key;
        let mask = row.iter().enumerate().fold(0_u16, |mask, (lane, &weight)| mask | u16::from(weight != 0) << lane);
        out.extend(mask.to_le_bytes());
        out.extend(row.iter().filter(|&&weight| weight != 0).map(|weight| weight.cast_unsigned()));
    }
    out
}
