//! Random numbers that a seed decides, by `SplitMix64`.

#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A random number of its own for a part of the world, whatever else draws numbers.
    pub(super) fn for_part(seed: u64, part: u64) -> Self {
        Self(seed ^ part.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// A waiting time with this mean, as between events that do not know of each other.
    pub(super) fn wait(&mut self, mean: f64) -> i64 {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        (-mean * (1.0 - share).ln()).ceil() as i64
    }
}
