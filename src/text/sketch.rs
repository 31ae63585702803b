//! Sketches: small summaries by which nearly the same texts are found among many.
//!
//! A sketch is a `MinHash` (Broder 1997) of a text's runs of three words, kept to 16 bits a hash. Its bands (Leskovec,
//! Rajaraman and Ullman, Mining of Massive Datasets, 3.4) make candidates: nearly the same texts share one almost surely.

use super::hash::{FNV_OFFSET_64, fnv1a_64_step};
use super::shingles::trigram_hashes;

/// The hashes of one sketch (chosen: the estimate's standard deviation is 0.05 at a likeness of 0.8).
const HASHES: usize = 64;
/// The hashes of one band (chosen: texts with a likeness of 0.8 share one of 16 bands with a probability of 0.9998).
const BAND_HASHES: usize = 4;
/// The fewest runs of a text that has a sketch (chosen: shorter ones are notices that many pages share).
const MIN_RUNS: usize = 30;

/// The likeness from which one text is a copy of another (chosen: an agency's story with another first and last sentence).
const MIN_COPY_LIKENESS: f64 = 0.8;

/// A summary of a text, by which nearly the same texts are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sketch([u16; HASHES]);

impl Sketch {
    /// Returns the sketch of a text; `None` for one of less than 32 words. O(n).
    pub fn of(text: &str) -> Option<Self> {
        let mut least = [u64::MAX; HASHES];
        let mut runs = 0;
        for run in trigram_hashes(text) {
            runs += 1;
            let (first, step) = (mixed(run), mixed(run ^ FNV_OFFSET_64) | 1);
            let mut hash = first;
            for slot in &mut least {
                *slot = hash.min(*slot);
                hash = hash.wrapping_add(step);
            }
        }
        (runs >= MIN_RUNS).then(|| Self(least.map(|hash| (mixed(hash) >> 48) as u16)))
    }

    /// Returns the estimated Jaccard index of the runs of two texts, 0 to 1.
    pub fn likeness(&self, other: &Self) -> f64 {
        let equal = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        equal as f64 / HASHES as f64
    }

    /// Returns whether two texts are the same or nearly so.
    pub fn is_copy_of(&self, other: &Self) -> bool {
        self.likeness(other) >= MIN_COPY_LIKENESS
    }

    /// Returns a number for each band. Texts that share one are candidates for being nearly the same.
    pub fn bands(&self) -> impl Iterator<Item = u64> + use<> {
        let hashes = self.0;
        (0..HASHES / BAND_HASHES).map(move |band| {
            let own = hashes.iter().skip(band * BAND_HASHES).take(BAND_HASHES);
            own.fold(fnv1a_64_step(FNV_OFFSET_64, band as u64), |hash, &value| {
                mixed(fnv1a_64_step(hash, u64::from(value)))
            })
        })
    }

    /// Returns the sketch as 128 bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|hash| hash.to_le_bytes()).collect()
    }

    /// Returns the sketch that [`to_bytes`](Self::to_bytes) wrote; `None` for other bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let hashes: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        (bytes.len() == 2 * HASHES).then_some(())?;
        hashes.try_into().ok().map(Self)
    }
}

/// Returns a number whose bits all depend on all bits of another one (the finaliser of `SplitMix64`).
const fn mixed(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::Sketch;

    /// A text of 300 words in which each of `changed` words is another.
    fn text(changed: &[usize]) -> String {
        let word = |i: usize| if changed.contains(&i) { format!("other{i}") } else { format!("word{}", i * i % 977) };
        (0..300).map(word).collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    fn check(changed: &[usize], least: f64, most: f64, shares_band: bool) {
        let (a, b) = (Sketch::of(&text(&[])).unwrap(), Sketch::of(&text(changed)).unwrap());
        let likeness = a.likeness(&b);
        assert!((least..=most).contains(&likeness), "{likeness}");
        assert_eq!(a.bands().any(|band| b.bands().any(|other| band == other)), shares_band, "{likeness}");
        assert_eq!(Sketch::from_bytes(&a.to_bytes()), Some(a));
    }

    #[test]
    fn copies_and_near_copies_are_alike() {
        check(&[], 1.0, 1.0, true);
        check(&[7], 0.95, 1.0, true);
        check(&[7, 90, 200, 250], 0.85, 1.0, true);
        check(&(0..300).collect::<Vec<_>>(), 0.0, 0.05, false);
        check(&(0..150).map(|i| 2 * i).collect::<Vec<_>>(), 0.0, 0.1, false);
    }

    #[test]
    fn short_texts_have_none() {
        assert_eq!(Sketch::of("We use cookies. Accept all?"), None);
        assert_eq!(Sketch::of(""), None);
    }
}
