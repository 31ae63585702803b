//! Sets of sequence numbers, kept as ranges: they are small, though files are large.

use std::collections::BTreeMap;
use std::fmt;

/// A set of sequence numbers. Neighbours are one range.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeqSet {
    /// The first number of each range, and its last.
    ranges: BTreeMap<u64, u64>,
}

impl SeqSet {
    /// Creates the set of the numbers from `first` to `last`, both included; empty when `last` is smaller.
    pub fn of(first: u64, last: u64) -> Self {
        Self { ranges: (first <= last).then_some((first, last)).into_iter().collect() }
    }

    /// Adds a number.
    pub fn insert(&mut self, seq: u64) {
        let before = self.ranges.range(..=seq).next_back().map(|(first, last)| (*first, *last));
        let first = match before {
            Some((_, last)) if last >= seq => return,
            Some((first, last)) if last + 1 == seq => first,
            _ => seq,
        };
        let last = seq.checked_add(1).and_then(|next| self.ranges.remove(&next)).unwrap_or(seq);
        self.ranges.insert(first, last);
    }

    /// Returns whether a number is in the set.
    pub fn contains(&self, seq: u64) -> bool {
        self.ranges.range(..=seq).next_back().is_some_and(|(_, last)| *last >= seq)
    }

    /// Returns whether there are no numbers.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Returns the smallest number.
    pub fn first(&self) -> Option<u64> {
        self.ranges.keys().next().copied()
    }

    /// Returns the largest number.
    pub fn last(&self) -> Option<u64> {
        self.ranges.values().next_back().copied()
    }

    /// Returns the numbers of this set that are not in another. Costs a step for each range of both.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut rest = Self::default();
        for (first, last) in &self.ranges {
            let mut next = *first;
            let holes = other.ranges.range(..first).next_back().into_iter().chain(other.ranges.range(first..=last));
            for (from, to) in holes {
                if *from > next {
                    rest.ranges.insert(next, *from - 1);
                }
                next = next.max(to.saturating_add(1));
            }
            if next <= *last {
                rest.ranges.insert(next, *last);
            }
        }
        rest
    }
}

/// How many ranges are shown (chosen: an edited file may have a hole in every second line).
const SHOWN_RANGES: usize = 20;

impl fmt::Display for SeqSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (first, last)) in self.ranges.iter().enumerate() {
            match at {
                0 => {}
                SHOWN_RANGES => return write!(f, " and {} more ranges", self.ranges.len() - SHOWN_RANGES),
                _ => f.write_str(", ")?,
            }
            if first == last { write!(f, "{first}")? } else { write!(f, "{first} to {last}")? }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn set(numbers: &[u64]) -> SeqSet {
        let mut set = SeqSet::default();
        for seq in numbers {
            set.insert(*seq);
        }
        set
    }

    #[test]
    fn neighbours_are_one_range() {
        let check = |numbers: &[u64], expected: &str| assert_eq!(set(numbers).to_string(), expected);
        check(&[], "");
        check(&[7], "7");
        check(&[1, 2, 3, 5], "1 to 3, 5");
        check(&[3, 1, 2, 2], "1 to 3");
        check(&[u64::MAX, u64::MAX - 1], "18446744073709551614 to 18446744073709551615");
        let holes: Vec<u64> = (0..50).map(|n| n * 2).collect();
        assert!(set(&holes).to_string().ends_with("38 and 30 more ranges"));
    }

    proptest! {
        #[test]
        fn it_is_a_set(a in prop::collection::vec(0_u64..40, 0..30), b in prop::collection::vec(0_u64..40, 0..30)) {
            let (sets, (a, b)) = ((set(&a), set(&b)), (BTreeSet::from_iter(a), BTreeSet::from_iter(b)));
            for seq in 0..42 {
                prop_assert_eq!(sets.0.contains(seq), a.contains(&seq));
                prop_assert_eq!(sets.0.without(&sets.1).contains(seq), a.contains(&seq) && !b.contains(&seq));
            }
            prop_assert_eq!((sets.0.first(), sets.0.last()), (a.first().copied(), a.last().copied()));
            prop_assert_eq!(sets.0.is_empty(), a.is_empty());
        }
    }
}
