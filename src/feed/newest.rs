//! The newest of more entries than are read.

use std::cmp::Reverse;

use jiff::Timestamp;

use super::extras::MAX_ENTRIES;
use crate::model::Entry;

/// A list of at most [`MAX_ENTRIES`] entries in the order in which they came, of which the newest are kept.
///
/// Those without a time count as the oldest; among equals, the first are kept. Pushing n entries costs O(n): the list is cut
/// each time when it is twice as long as it may be.
#[derive(Debug)]
pub(super) struct Newest<T> {
    items: Vec<T>,
    is_pruned: bool,
}

impl<T> Default for Newest<T> {
    fn default() -> Self {
        Self { items: Vec::new(), is_pruned: false }
    }
}

impl<T> Newest<T> {
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Returns whether there were more entries than are read.
    pub(super) fn is_pruned(&self) -> bool {
        self.is_pruned || self.items.len() > MAX_ENTRIES
    }

    /// Adds an entry, whose time `time` tells.
    pub(super) fn push(&mut self, item: T, time: impl Fn(&T) -> Option<Timestamp>) {
        self.items.push(item);
        if self.items.len() >= 2 * MAX_ENTRIES {
            self.prune(time);
        }
    }

    /// Returns the newest entries in the order in which they came.
    pub(super) fn finish(mut self, time: impl Fn(&T) -> Option<Timestamp>) -> Vec<T> {
        if self.items.len() > MAX_ENTRIES {
            self.prune(time);
        }
        self.items
    }

    fn prune(&mut self, time: impl Fn(&T) -> Option<Timestamp>) {
        self.is_pruned = true;
        let mut by_time: Vec<(Reverse<Option<Timestamp>>, usize)> =
            self.items.iter().enumerate().map(|(place, item)| (Reverse(time(item)), place)).collect();
        by_time.select_nth_unstable(MAX_ENTRIES);
        by_time.truncate(MAX_ENTRIES);
        let mut is_kept = vec![false; self.items.len()];
        for (_, place) in &by_time {
            is_kept[*place] = true;
        }
        let mut kept = is_kept.into_iter();
        self.items.retain(|_| kept.next().unwrap_or_default());
    }
}

/// Returns the time by which an entry is new or old.
pub(super) fn entry_time(entry: &Entry) -> Option<Timestamp> {
    entry.published.or(entry.updated).map(|moment| moment.at)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::super::extras::MAX_ENTRIES;
    use super::Newest;

    /// Returns which of so many entries are kept, by the time that each has.
    fn kept(count: usize, time: impl Fn(usize) -> Option<i64>) -> Vec<usize> {
        let time = |item: &usize| time(*item).and_then(|seconds| Timestamp::from_second(seconds).ok());
        let mut newest = Newest::default();
        for item in 0..count {
            newest.push(item, time);
        }
        assert_eq!(newest.is_pruned(), count > MAX_ENTRIES);
        newest.finish(time)
    }

    #[test]
    fn the_newest_are_kept_in_their_order() {
        assert_eq!(kept(5, |_| None), [0, 1, 2, 3, 4]);
        let first: Vec<usize> = (0..MAX_ENTRIES).collect();
        let last: Vec<usize> = (25_000 - MAX_ENTRIES..25_000).collect();
        assert_eq!(kept(25_000, |_| None), first);
        assert_eq!(kept(25_000, |item| Some(-(item as i64))), first);
        assert_eq!(kept(25_000, |item| Some(item as i64)), last);
        assert_eq!(kept(25_000, |item| (item >= 15_000).then_some(7)), last);
        assert_eq!(kept(MAX_ENTRIES + 1, |item| (item > 0).then_some(7)), (1..=MAX_ENTRIES).collect::<Vec<_>>());
    }
}
