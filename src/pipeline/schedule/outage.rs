//! Tells an outage of our own network from that of a server.
//!
//! When hosts that were well until now cannot be reached one after another, and nobody can, the fault is ours. Hosts that
//! failed before say nothing, and neither does a second failure of the same host.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

use crate::work::ledger::FeedState;

/// The hosts that must fail together (chosen: three that were well do not fall at once by chance).
const MIN_HOSTS: usize = 3;
/// The time within which they fail together (chosen: feeds are polled once an hour or so).
const WINDOW: SignedDuration = SignedDuration::from_hours(2);
/// The most failures that are remembered (chosen).
const MAX_SUSPECTS: usize = 256;

/// A feed that cannot be reached, and was well before.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Suspect {
    feed: String,
    /// The host with its port.
    host: String,
    /// The time of the last failure.
    at: Timestamp,
    /// The state in which the failure left the feed, if it was counted.
    counted: Option<Box<FeedState>>,
}

/// What the last polls say about our own network.
#[derive(Debug, Default)]
pub(in crate::pipeline) struct OutageDetector {
    /// The failures of hosts that were well, since any host was last reached; one for each host.
    suspects: VecDeque<Suspect>,
}

impl OutageDetector {
    /// Notes that a host answered, whatever it said: our network is well. Returns whether it seemed down.
    pub(in crate::pipeline) fn reached(&mut self) -> bool {
        let was_outage = self.suspects.len() >= MIN_HOSTS;
        self.suspects.clear();
        was_outage
    }

    /// Notes that the host of a feed cannot be reached. `state` is that before the poll.
    ///
    /// Takes time in proportion to the failures remembered, at most 256.
    pub(in crate::pipeline) fn unreached(&mut self, feed: &str, host: &str, state: &FeedState, at: Timestamp) {
        let oldest = at - WINDOW;
        let is_suspect = self.suspects.iter().any(|earlier| earlier.feed == feed);
        self.suspects.retain(|earlier| earlier.at >= oldest && earlier.host != host);
        if state.failures > 0 && !is_suspect {
            return;
        }
        if self.suspects.len() == MAX_SUSPECTS {
            self.suspects.pop_front();
        }
        self.suspects.push_back(Suspect { feed: feed.to_owned(), host: host.to_owned(), at, counted: None });
    }

    /// Remembers the state in which a failure that was counted left its feed.
    pub(in crate::pipeline) fn counted(&mut self, feed: &str, state: &FeedState) {
        if let Some(suspect) = self.suspects.iter_mut().find(|suspect| suspect.feed == feed) {
            suspect.counted = Some(Box::new(state.clone()));
        }
    }

    /// Returns whether our own network seems down.
    pub(in crate::pipeline) fn is_outage(&self, now: Timestamp) -> bool {
        let oldest = now - WINDOW;
        self.suspects.iter().filter(|suspect| suspect.at >= oldest).count() >= MIN_HOSTS
    }

    /// Returns the feeds whose failures were counted before the outage could be told, with the states they are in. They
    /// are returned once.
    pub(in crate::pipeline) fn misjudged(&mut self) -> Vec<(String, FeedState)> {
        let counted = self.suspects.iter_mut().filter_map(|suspect| Some((&suspect.feed, suspect.counted.take()?)));
        counted.map(|(feed, state)| (feed.clone(), *state)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws polls as `a` (a is reached), `!a` (it cannot be) and `!-a` (nor could it before), and the failures that are
    /// taken for an outage, with those that were not at first.
    #[track_caller]
    fn check(polls: &str, minute: i64, expected: &str) {
        let mut detector = OutageDetector::default();
        let mut found = Vec::new();
        for (index, poll) in polls.split(' ').enumerate() {
            let at = Timestamp::from_second(index as i64 * minute * 60).unwrap();
            match poll.strip_prefix('!') {
                Some(host) => {
                    let state = FeedState { failures: u32::from(host.starts_with('-')), ..FeedState::default() };
                    detector.unreached(host, host, &state, at);
                    if detector.is_outage(at) {
                        let misjudged: String = detector.misjudged().into_iter().map(|(feed, _)| feed).collect();
                        found.push(format!("{index}{misjudged}"));
                    } else {
                        detector.counted(host, &FeedState::default());
                    }
                }
                None => drop(detector.reached()),
            }
        }
        assert_eq!(found.join(" "), expected, "{polls}");
    }

    #[test]
    fn hosts_that_fail_together_are_an_outage_of_ours() {
        check("a b !a !b !c !d e !a", 1, "4ab 5");
        check("!a !b !c", 1, "2ab");
        check("!a !a !a !b", 1, "");
        check("!a b !c d !e f", 1, "");
        check("!a !b !a !b !c !c", 1, "4ab 5");
        check("!-a !-b !-c !-d !e", 1, "");
        check("!a !b !c", 90, "");
    }

    #[test]
    fn memory_is_bounded() {
        let mut detector = OutageDetector::default();
        for n in 0..10_000 {
            let at = Timestamp::UNIX_EPOCH;
            detector.unreached(&n.to_string(), &n.to_string(), &FeedState::default(), at);
        }
        assert_eq!(detector.suspects.len(), MAX_SUSPECTS);
    }
}
