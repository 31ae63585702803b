//! What is new about the entries of a poll, and what a publisher's machinery only makes look new.

use std::time::Duration;

use jiff::Timestamp;

use super::entries::FeedEntry;
use crate::work::ledger::{EntryState, Knowledge, KnownEntry};

/// What is new about an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Novelty {
    /// Neither the entry nor its page was ever seen.
    New,
    /// The entry is new to this feed, but its page was had by way of another entry or feed.
    PageKnown,
    /// The entry was seen and says the same.
    Known,
    /// The entry was seen and says something else now.
    Changed,
}

/// What is new about an entry, and its state from now on.
pub(super) struct Judged {
    pub novelty: Novelty,
    /// The state to note; `None` when the ledger is up to date.
    pub note: Option<EntryState>,
}

/// The visits in a row because of changes that yield no new revision (chosen).
const MAX_REVISITS: u32 = 3;
/// The time after which another such visit is made nevertheless (chosen).
const REVISIT_INTERVAL: Duration = Duration::from_hours(24);
/// How old a note of an entry's last sight may become (chosen: notes cost a write each).
const NOTE_INTERVAL: Duration = Duration::from_hours(24);
/// The fewest known entries of which it can be told that all have moved at once (chosen).
const MIN_MOVED: usize = 2;
/// The share of known entries whose dates move at once only by machinery, in percent (chosen).
const MOVED_AT_ONCE_PERCENT: usize = 80;

/// Decides what is new. `known` is the ledger's answer for each entry, in order.
///
/// A change is one of headline, authors, text or page, or an `updated` that moves alone. Dates that move for all entries at
/// once are the work of the publisher's machinery. An entry whose changes yield nothing new is visited three times in a
/// row, then once a day.
pub(super) fn judge(entries: &[FeedEntry<'_>], known: &[Knowledge], now: Timestamp) -> Vec<Judged> {
    let pairs = || entries.iter().zip(known);
    let seen = |(entry, known): (&FeedEntry<'_>, &Knowledge)| known.entry.map(|known| has_date_moved(entry, &known));
    let moved: Vec<bool> = pairs().filter_map(seen).collect();
    let count = moved.iter().filter(|moved| **moved).count();
    let is_machinery = count >= MIN_MOVED && count * 100 >= moved.len() * MOVED_AT_ONCE_PERCENT;
    pairs().map(|(entry, known)| judge_entry(entry, known, is_machinery, now)).collect()
}

/// Returns whether the entry's `updated` is another than it was.
fn has_date_moved(entry: &FeedEntry<'_>, known: &KnownEntry) -> bool {
    let updated = entry.entry.updated.map(|updated| micros(updated.at));
    known.state.last_seen.is_some() && updated.is_some() && updated != known.state.updated
}

/// Returns a time as the ledger gives it back.
fn micros(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

fn judge_entry(entry: &FeedEntry<'_>, known: &Knowledge, is_machinery: bool, now: Timestamp) -> Judged {
    let updated = entry.entry.updated.map(|updated| micros(updated.at));
    let fresh = EntryState { updated, last_seen: Some(now), ..EntryState::default() };
    let Some(then) = known.entry else {
        let novelty = if known.is_page_had { Novelty::PageKnown } else { Novelty::New };
        return Judged { novelty, note: Some(fresh) };
    };
    let has_moved = has_date_moved(entry, &then);
    if then.is_same && (!has_moved || is_machinery) {
        let is_noted_lately = then.state.last_seen.is_some_and(|seen| since(seen, now) < NOTE_INTERVAL);
        let note = EntryState { updated, last_seen: Some(now), ..then.state };
        return Judged { novelty: Novelty::Known, note: (has_moved || !is_noted_lately).then_some(note) };
    }
    let is_spent = then.state.revisits >= MAX_REVISITS
        && then.state.revisited.is_some_and(|last| since(last, now) < REVISIT_INTERVAL);
    if is_spent {
        // Not noted: the change is still one when the next visit is due.
        return Judged { novelty: Novelty::Known, note: None };
    }
    let note = EntryState { revisits: then.state.revisits + 1, revisited: Some(now), ..fresh };
    Judged { novelty: Novelty::Changed, note: Some(note) }
}

/// Returns the time that has passed. A time to come was noted by a clock that was wrong, and counts as long past.
fn since(then: Timestamp, now: Timestamp) -> Duration {
    then.duration_until(now).try_into().unwrap_or(Duration::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::entries::{feed_entries, identities};
    use super::*;
    use crate::model::{Entry, Feed, Moment};
    use crate::work::job::FullText;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + 60 * minute).unwrap()
    }

    /// An entry: whether it says the same, the minutes of its `updated` then and now, and its visits in a row so far.
    type Case = (bool, i64, i64, u32);

    /// Judges at minute 100, an hour after the last visits, and draws the answers.
    #[track_caller]
    fn check(cases: &[Case], expected: &str) {
        let entry = |(i, case): (usize, &Case)| Entry {
            id: i.to_string(),
            updated: Some(Moment::utc(at(case.2))),
            ..Entry::default()
        };
        let feed = Feed { entries: cases.iter().enumerate().map(entry).collect(), ..Feed::default() };
        let known = cases.iter().map(|(is_same, then, _, revisits)| {
            let state = EntryState {
                updated: Some(at(*then)),
                revisits: *revisits,
                revisited: Some(at(40)),
                last_seen: Some(at(40)),
            };
            Knowledge { entry: Some(KnownEntry { is_same: *is_same, state }), is_page_had: true }
        });
        let judged =
            judge(&feed_entries(&feed, &identities(&feed, FullText::Auto)), &known.collect::<Vec<_>>(), at(100));
        let drawn: String = judged.iter().map(|j| if j.novelty == Novelty::Changed { 'C' } else { '-' }).collect();
        assert_eq!(drawn, expected);
    }

    #[test]
    fn a_date_that_moves_alone_is_a_change() {
        check(&[(true, 1, 1, 0), (true, 2, 90, 0), (true, 3, 3, 0)], "-C-");
        check(&[(true, 2, 90, 0)], "C");
        check(&[(true, 1, 90, 0), (true, 2, 91, 0), (true, 3, 3, 0), (true, 4, 4, 0)], "CC--");
    }

    #[test]
    fn dates_that_move_for_all_at_once_are_none() {
        check(&[(true, 1, 99, 0), (true, 2, 99, 0), (true, 3, 99, 0)], "---");
        check(&[(true, 1, 99, 0), (true, 2, 99, 0)], "--");
        check(&[(true, 1, 99, 0), (true, 2, 98, 0), (true, 3, 97, 0), (true, 4, 96, 0), (true, 5, 5, 0)], "-----");
        check(&[(true, 1, 99, 0), (false, 2, 99, 0), (true, 3, 99, 0)], "-C-");
    }

    #[test]
    fn visits_that_yield_nothing_are_spent() {
        check(&[(false, 1, 1, 2), (false, 1, 1, 3), (true, 1, 90, 3)], "C--");
    }

    #[test]
    fn a_spent_entry_is_visited_once_a_day() {
        let entry = Entry { id: "a".to_owned(), ..Entry::default() };
        let feed = Feed { entries: vec![entry], ..Feed::default() };
        let state = EntryState { revisits: 9, revisited: Some(at(0)), last_seen: Some(at(0)), ..EntryState::default() };
        let known = Knowledge { entry: Some(KnownEntry { is_same: false, state }), is_page_had: true };
        let novelty =
            |minute| judge(&feed_entries(&feed, &identities(&feed, FullText::Auto)), &[known], at(minute))[0].novelty;
        assert_eq!([novelty(23 * 60), novelty(25 * 60)], [Novelty::Known, Novelty::Changed]);
    }

    #[test]
    fn what_the_former_format_knew_is_known() {
        let entry = Entry { id: "a".to_owned(), updated: Some(Moment::utc(at(5))), ..Entry::default() };
        let feed = Feed { entries: vec![entry], ..Feed::default() };
        let known = |is_same| Knowledge {
            entry: Some(KnownEntry { is_same, state: EntryState::default() }),
            is_page_had: true,
        };
        let judged = |is_same| {
            judge(&feed_entries(&feed, &identities(&feed, FullText::Auto)), &[known(is_same)], at(9)).remove(0)
        };
        assert_eq!([judged(true).novelty, judged(false).novelty], [Novelty::Known, Novelty::Changed]);
        assert_eq!(judged(true).note.unwrap().updated, Some(at(5)), "and noted in the new form");
    }
}
