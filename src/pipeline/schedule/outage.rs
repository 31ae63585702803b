//! Tells an outage of our own network from that of a server.
//!
//! When hosts that were well until now cannot be reached one after another, and nobody can, the fault is ours. Hosts that
//! failed before say nothing, and neither does a second failure of the same host.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

/// The hosts that must fail together (chosen: three that were well do not fall at once by chance).
const MIN_HOSTS: usize = 3;
/// The time within which they fail together (chosen: feeds are polled once an hour or so).
const WINDOW: SignedDuration = SignedDuration::from_hours(2);
/// The most failures that are remembered (chosen).
const MAX_SUSPECTS: usize = 256;

/// A feed that could not be reached, and was well before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pipeline) struct Suspect {
    /// The feed's name.
    pub feed: String,
    /// The host with its port.
    pub host: String,
    /// The time of the failure.
    pub at: Timestamp,
}

/// What the last polls say about our own network.
#[derive(Debug, Default)]
pub(in crate::pipeline) struct OutageDetector {
    /// The failures of hosts that were well, since any host was last reached; one for each host.
    suspects: VecDeque<Suspect>,
}

impl OutageDetector {
    /// Notes that a host answered, whatever it said. Our network is well.
    pub(in crate::pipeline) fn reached(&mut self) {
        self.suspects.clear();
    }

    /// Notes that a host that was well cannot be reached. Takes constant time.
    pub(in crate::pipeline) fn unreached(&mut self, suspect: Suspect) {
        let oldest = suspect.at - WINDOW;
        self.suspects.retain(|earlier| earlier.at >= oldest && earlier.host != suspect.host);
        if self.suspects.len() == MAX_SUSPECTS {
            self.suspects.pop_front();
        }
        self.suspects.push_back(suspect);
    }

    /// Returns whether our own network seems down.
    pub(in crate::pipeline) fn is_outage(&self, now: Timestamp) -> bool {
        let oldest = now - WINDOW;
        self.suspects.iter().filter(|suspect| suspect.at >= oldest).count() >= MIN_HOSTS
    }

    /// Returns the feeds that failed before the outage could be told; empty unless it has just begun.
    pub(in crate::pipeline) fn misjudged(&self) -> Vec<String> {
        let is_beginning = self.suspects.len() == MIN_HOSTS;
        let earlier = self.suspects.iter().take(MIN_HOSTS - 1).filter(|_| is_beginning);
        earlier.map(|suspect| suspect.feed.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws polls as `a` (a is reached) and `!a` (it cannot be), a minute each, and the minutes in which it is an outage.
    #[track_caller]
    fn check(polls: &str, minute: i64, expected: &str) {
        let mut detector = OutageDetector::default();
        let mut found = Vec::new();
        for (index, poll) in polls.split(' ').enumerate() {
            let at = Timestamp::from_second(index as i64 * minute * 60).unwrap();
            match poll.strip_prefix('!') {
                Some(host) => detector.unreached(Suspect { feed: format!("feed-{host}"), host: host.to_owned(), at }),
                None => detector.reached(),
            }
            if detector.is_outage(at) {
                found.push(format!("{index}{}", if detector.misjudged().is_empty() { "" } else { "*" }));
            }
        }
        assert_eq!(found.join(" "), expected, "{polls}");
    }

    #[test]
    fn hosts_that_fail_together_are_an_outage_of_ours() {
        check("a b !a !b !c !d e !a", 1, "4* 5");
        check("!a !b !c", 1, "2*");
        check("!a !a !a !b", 1, "");
        check("!a b !c d !e f", 1, "");
        check("!a !b !a !b !c !c", 1, "4* 5*");
        check("!a !b !c", 90, "");
    }

    #[test]
    fn memory_is_bounded() {
        let mut detector = OutageDetector::default();
        for n in 0..10_000 {
            let at = Timestamp::UNIX_EPOCH;
            detector.unreached(Suspect { feed: n.to_string(), host: n.to_string(), at });
        }
        assert_eq!(detector.suspects.len(), MAX_SUSPECTS);
    }
}
