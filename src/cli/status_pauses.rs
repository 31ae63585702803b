//! The pauses that `pressline status` shows: those that servers asked for, and the operator's.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use url::Url;

use crate::fetch::domain_key;
use crate::work::ledger::DomainPause;
use crate::work::pause::{OperatorPause, PauseTarget};

/// A host that asked for a pause that still lasts.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct PausedHost {
    /// The registrable domain, or the host where there is none.
    pub host: String,
    pub paused_until: Timestamp,
}

/// A pause that the operator asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct PauseReport {
    /// The feed, where the pause is of one.
    pub feed: Option<String>,
    /// The host, where the pause is of one.
    pub host: Option<String>,
    pub since: Timestamp,
    /// The end; `null` for a pause that lasts until it is ended.
    pub until: Option<Timestamp>,
}

impl PauseReport {
    pub(super) fn new(pause: &OperatorPause) -> Self {
        let (feed, host) = match &pause.target {
            PauseTarget::Feed(name) => (Some(name.clone()), None),
            PauseTarget::Host(host) => (None, Some(host.clone())),
        };
        Self { feed, host, since: pause.since, until: pause.until }
    }
}

/// Returns the domains that asked for a pause, and those of feeds that wait for one, each once with its latest end.
///
/// `feeds` are the addresses of the waiting feeds, each with the end of its wait.
pub(super) fn paused_hosts<'a>(
    feeds: impl Iterator<Item = (&'a Url, Timestamp)>,
    pauses: &[DomainPause],
) -> Vec<PausedHost> {
    let of_feeds = feeds.map(|(url, until)| (domain_key(url), until));
    let of_domains = pauses.iter().map(|pause| (pause.domain.clone(), pause.until));
    let mut hosts = BTreeMap::new();
    for (domain, until) in of_domains.chain(of_feeds) {
        // Its port, which a pause is of as well, says little to people.
        let host = domain.rsplit_once(':').map_or(domain.as_str(), |(host, _)| host);
        let latest = hosts.entry(host.to_owned()).or_insert(until);
        *latest = until.max(*latest);
    }
    hosts.into_iter().map(|(host, paused_until)| PausedHost { host, paused_until }).collect()
}
