//! Binds the intervals that feeds have of their own to `poll.min_interval`.
//!
//! The shortest interval is a promise to publishers. Its default is for strangers: a feed at an address that
//! `fetch.allow_addresses` names is on a network of the user's own, and may be asked more often until the user sets
//! `poll.min_interval`, which then binds every feed.

use std::net::{IpAddr, Ipv4Addr};

use url::{Host, Url};

use super::problem::Problem;
use super::types::{Cidr, Config};

/// Lengthens the intervals of feeds that are too short, with a warning each.
pub(super) fn bind(config: &mut Config, place: &str, is_min_interval_set: bool) {
    let shortest = config.poll.min_interval;
    for feed in &mut config.feeds {
        let is_free = !is_min_interval_set && is_listed(&feed.url.0, &config.fetch.allow_addresses);
        let Some(interval) = feed.interval.filter(|interval| *interval < shortest && !is_free) else { continue };
        feed.interval = Some(shortest);
        let name = &feed.name;
        let detail = format!(
            "feed `{name}`: its interval of {interval} is shorter than `poll.min_interval`, so it is {shortest}"
        );
        config.warnings.push(Problem { place: place.to_owned(), line: None, detail });
    }
}

/// Returns whether an address names a host of the listed networks, by number or as `localhost`.
fn is_listed(url: &Url, blocks: &[Cidr]) -> bool {
    let address: IpAddr = match url.host() {
        Some(Host::Ipv4(address)) => address.into(),
        Some(Host::Ipv6(address)) => address.into(),
        Some(Host::Domain("localhost")) => Ipv4Addr::LOCALHOST.into(),
        _ => return false,
    };
    blocks.iter().any(|block| block.0.contains(&address))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Binds a feed's interval, and returns it with the number of warnings.
    #[track_caller]
    fn check(toml: &str, url: &str, is_set: bool, expected: (&str, usize)) {
        let text = format!("{toml}\n[[feeds]]\nname = \"a\"\nurl = \"{url}\"\ninterval = \"1s\"\n");
        let mut config: Config = toml::from_str(&text).unwrap();
        bind(&mut config, "here", is_set);
        let interval = config.feeds[0].interval.unwrap().to_string();
        assert_eq!((interval.as_str(), config.warnings.len()), expected, "{text}");
    }

    #[test]
    fn the_shortest_interval_binds() {
        check("", "https://harbour.example/feed", false, ("10m", 1));
        check("[poll]\nmin_interval = \"5m\"", "https://harbour.example/feed", true, ("5m", 1));
        check("[poll]\nmin_interval = \"1s\"", "https://harbour.example/feed", true, ("1s", 0));
        check("", "http://127.0.0.1/feed", false, ("10m", 1));
    }

    #[test]
    fn its_default_leaves_the_own_network_alone() {
        let listed = "[fetch]\nallow_addresses = [\"127.0.0.0/8\", \"10.1.0.0/16\", \"fd00::/8\"]";
        for url in ["http://127.0.0.1/f", "http://localhost:81/f", "http://10.1.2.3/f", "http://[fd00::1]/f"] {
            check(listed, url, false, ("1s", 0));
            check(listed, url, true, ("10m", 1));
        }
        check(listed, "http://10.2.2.3/f", false, ("10m", 1));
        check(listed, "https://harbour.example/f", false, ("10m", 1));
    }
}
