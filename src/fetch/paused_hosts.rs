//! Hosts that the operator has paused: nothing is asked of them, on no hop.

use std::fmt;
use std::str::FromStr;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use jiff::Timestamp;
use url::{Host, Url};

use super::guard::port;
use crate::error::JobError;

/// The wait after which a job that a pause without an end holds back is looked at again (chosen).
const RECHECK_INTERVAL: Duration = Duration::from_hours(1);

/// The hosts that a pause is of: a name with all below it, or an IP address; on one port, or on all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPattern {
    host: Host<String>,
    port: Option<u16>,
}

/// A text that names no host.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HostPatternError {
    /// The text is no host.
    #[error("`{0}` is no host; write it like news.example, news.example:8080 or [2001:db8::1]")]
    NoHost(String),
    /// The text is a suffix under which anybody has names.
    #[error("`{0}` is no host but an ending of many; name one below it")]
    PublicSuffix(String),
}

impl FromStr for HostPattern {
    type Err = HostPatternError;

    /// Reads a host in any spelling: with capitals, a final dot, in its own script, with a port, or as an address.
    fn from_str(text: &str) -> Result<Self, HostPatternError> {
        let no_host = || HostPatternError::NoHost(text.to_owned());
        let text = text.trim();
        let bare_ipv6 = text.parse::<std::net::Ipv6Addr>();
        let address = match (&bare_ipv6, text.contains("://")) {
            (Ok(address), _) => format!("none://[{address}]"),
            (Err(_), true) => text.to_owned(),
            (Err(_), false) => format!("none://{}", text.trim_start_matches("*.")),
        };
        let url = Url::parse(&address).map_err(|_| no_host())?;
        let is_host_alone = url.scheme() != "none" || (matches!(url.path(), "" | "/") && url.query().is_none());
        let host = url.host_str().filter(|host| is_host_alone && !host.is_empty()).ok_or_else(no_host)?;
        // Only the schemes of the web have their hosts read as such.
        let decoded = percent_decoded(host).ok_or_else(no_host)?;
        let host = Host::parse(&decoded).map_err(|_| no_host())?;
        let host = match host {
            Host::Domain(name) => Host::Domain(name.trim_end_matches('.').to_owned()),
            address => address,
        };
        if let Host::Domain(name) = &host {
            let is_suffix = psl::suffix(name.as_bytes()).is_some_and(|end| end.is_known() && end == name.as_bytes());
            if name.is_empty() || name.contains("..") {
                return Err(no_host());
            }
            if is_suffix {
                return Err(HostPatternError::PublicSuffix(name.clone()));
            }
        }
        Ok(Self { host, port: url.port() })
    }
}

/// Returns a host without the escapes that a URL of an unknown scheme puts into it; `None` for one that is no text.
fn percent_decoded(host: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(host.len());
    let mut rest = host.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        bytes.push(if byte == b'%' { digit(rest.next())? * 16 + digit(rest.next())? } else { byte });
    }
    String::from_utf8(bytes).ok()
}

impl fmt::Display for HostPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            Some(port) => write!(f, "{}:{port}", self.host),
            None => self.host.fmt(f),
        }
    }
}

impl HostPattern {
    /// Returns whether an address is of these hosts.
    pub fn covers(&self, url: &Url) -> bool {
        let is_host = match (&self.host, url.host()) {
            (Host::Domain(name), Some(Host::Domain(host))) => {
                let above = host.trim_end_matches('.').strip_suffix(name.as_str());
                above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
            }
            (Host::Ipv4(one), Some(Host::Ipv4(other))) => *one == other,
            (Host::Ipv6(one), Some(Host::Ipv6(other))) => *one == other,
            _ => false,
        };
        is_host && self.port.is_none_or(|own| own == port(url))
    }
}

/// Returns the time after which a job that a pause holds back is worth another look; `None` once the pause is over.
pub fn remaining_pause(until: Option<Timestamp>, now: Timestamp) -> Option<Duration> {
    match until {
        None => Some(RECHECK_INTERVAL),
        Some(until) => Duration::try_from(now.duration_until(until)).ok().filter(|wait| !wait.is_zero()),
    }
}

/// The paused hosts, each with the end of its pause.
#[derive(Debug, Default)]
pub(super) struct PausedHosts(RwLock<Vec<(HostPattern, Option<Timestamp>)>>);

impl PausedHosts {
    /// Replaces all of them.
    pub(super) fn set(&self, hosts: Vec<(HostPattern, Option<Timestamp>)>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = hosts;
    }

    /// Refuses a request to a host that is paused.
    ///
    /// # Errors
    /// [`JobError::PausedByOperator`].
    pub(super) fn check(&self, url: &Url, now: Timestamp) -> Result<(), JobError> {
        let hosts = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let paused = hosts.iter().filter(|(pattern, _)| pattern.covers(url));
        let longest = paused
            .filter_map(|(pattern, until)| Some((remaining_pause(*until, now)?, pattern)))
            .max_by_key(|(wait, _)| *wait);
        match longest {
            Some((wait, pattern)) => Err(JobError::PausedByOperator { name: pattern.to_string(), wait }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, canonical: &str) -> HostPattern {
        let pattern: HostPattern = text.parse().unwrap();
        assert_eq!(pattern.to_string(), canonical, "{text}");
        assert_eq!(canonical.parse(), Ok(pattern.clone()), "{canonical}");
        pattern
    }

    #[test]
    fn a_host_is_read_in_any_spelling() {
        check("News.Example.", "news.example");
        check("news.example:8080", "news.example:8080");
        check("Bücher.example", "xn--bcher-kva.example");
        check("новости.example:81", "xn--b1amnebsh.example:81");
        check("*.news.example", "news.example");
        check("https://www.news.example/a?b", "www.news.example");
        check("http://127.0.0.1:8080/feed", "127.0.0.1:8080");
        check("127.0.0.1", "127.0.0.1");
        check("::1", "[::1]");
        check("[2001:DB8::1]:443", "[2001:db8::1]:443");
        check("localhost", "localhost");
        check(" news.example ", "news.example");
    }

    #[test]
    fn what_is_no_host_is_refused() {
        for text in [
            "",
            " ",
            "a b.example",
            "news.example/feed",
            "news.example:none",
            "news.example:70000",
            ".",
            "a..b",
            "http://",
            "co.uk",
            "com",
            "%ff.example",
        ] {
            assert!(text.parse::<HostPattern>().is_err(), "{text:?} is {:?}", text.parse::<HostPattern>());
        }
    }

    #[test]
    fn a_pause_covers_what_is_below_a_name() {
        let check = |pattern: &str, url: &str, expected: bool| {
            assert_eq!(
                pattern.parse::<HostPattern>().unwrap().covers(&url.parse().unwrap()),
                expected,
                "{pattern} {url}"
            );
        };
        check("news.example", "https://news.example/", true);
        check("news.example", "https://www.news.example./a", true);
        check("news.example", "https://oldnews.example/", false);
        check("www.news.example", "https://news.example/", false);
        check("news.example:8080", "http://news.example:8080/", true);
        check("news.example:443", "https://news.example/", true);
        check("news.example:8080", "http://news.example/", false);
        check("127.0.0.1", "http://127.0.0.1:81/", true);
        check("127.0.0.1:81", "http://127.0.0.1:82/", false);
        check("0.0.1", "http://127.0.0.1/", false);
        check("[::1]", "http://[::1]:9/", true);
    }

    #[test]
    fn a_pause_ends_by_itself() {
        let now = Timestamp::from_second(1_790_000_000).unwrap();
        let at = |seconds| now.checked_add(Duration::from_secs(seconds)).unwrap();
        assert_eq!(remaining_pause(None, now), Some(RECHECK_INTERVAL));
        assert_eq!(remaining_pause(Some(at(9)), now), Some(Duration::from_secs(9)));
        assert_eq!(remaining_pause(Some(at(9)), at(9)), None);
        assert_eq!(remaining_pause(Some(now), at(9)), None);
    }
}
