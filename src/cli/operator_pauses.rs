//! The operator's pauses, and the feeds that they are of.

use std::collections::BTreeMap;

use jiff::Timestamp;
use url::Url;

use crate::control::Pause;
use crate::fetch::HostPattern;
use crate::pipeline::Settings;
use crate::work::pause::{OperatorPause, PauseTarget};

/// The operator's pauses, by what they are of.
#[derive(Clone, Debug, Default)]
pub(super) struct OperatorPauses {
    feeds: BTreeMap<String, OperatorPause>,
    hosts: Vec<(HostPattern, OperatorPause)>,
}

impl OperatorPauses {
    /// Sorts pauses. One of a host that cannot be read is nobody's.
    pub(super) fn new(pauses: Vec<OperatorPause>) -> Self {
        let mut sorted = Self::default();
        for pause in pauses {
            match &pause.target {
                PauseTarget::Feed(name) => drop(sorted.feeds.insert(name.clone(), pause)),
                PauseTarget::Host(host) => {
                    if let Ok(pattern) = host.parse() {
                        sorted.hosts.push((pattern, pause));
                    }
                }
            }
        }
        sorted
    }

    /// Returns all pauses, those of feeds first.
    pub(super) fn all(&self) -> impl Iterator<Item = &OperatorPause> {
        self.feeds.values().chain(self.hosts.iter().map(|(_, pause)| pause))
    }

    /// Returns the pause of this feed or host itself.
    pub(super) fn of(&self, target: &PauseTarget) -> Option<&OperatorPause> {
        self.all().find(|pause| pause.target == *target)
    }

    /// Returns the pause that keeps a feed from being polled, its own before that of its host.
    pub(super) fn of_feed(&self, name: &str, url: &Url) -> Option<&OperatorPause> {
        self.feeds.get(name).or_else(|| self.of_address(url))
    }

    /// Returns the pause of the host of an address.
    pub(super) fn of_address(&self, url: &Url) -> Option<&OperatorPause> {
        self.hosts.iter().find(|(pattern, _)| pattern.covers(url)).map(|(_, pause)| pause)
    }

    /// Returns the names of the paused feeds, each with the end of its own pause.
    pub(super) fn ends_of_feeds(&self) -> BTreeMap<String, Option<Timestamp>> {
        self.feeds.iter().map(|(name, pause)| (name.clone(), pause.until)).collect()
    }

    /// Returns the paused hosts, each with the end of its pause.
    pub(super) fn ends_of_hosts(&self) -> Vec<(HostPattern, Option<Timestamp>)> {
        self.hosts.iter().map(|(pattern, pause)| (pattern.clone(), pause.until)).collect()
    }

    /// Returns how many of the configured feeds are not polled.
    pub(super) fn count_feeds(&self, settings: &Settings) -> usize {
        settings.feeds.iter().filter(|(name, spec)| self.of_feed(name, &spec.url).is_some()).count()
    }
}

/// Returns what a pause is of, as replies name it.
pub(super) fn shown(target: PauseTarget) -> Pause {
    match target {
        PauseTarget::Feed(name) => Pause::Feed(name),
        PauseTarget::Host(host) => Pause::Host(host),
    }
}
