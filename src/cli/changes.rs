//! What differs between two configurations, and what of it a running service can take.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::config::{Config, Feed, Fetch, Telemetry};

/// The sections and keys that a running service takes. All others need a restart.
const LIVE: [&str; 5] =
    ["poll.", "telemetry.log", "fetch.retry_initial_interval", "fetch.retry_max_interval", "fetch.retry_max_age"];

/// The differences between two configurations.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// The number of new feeds.
    pub added: usize,
    /// The number of feeds that are gone.
    pub removed: usize,
    /// The names of the feeds whose polls are planned anew: their address or interval is another.
    pub edited: BTreeSet<String>,
    /// The keys that need a restart.
    pub need_restart: Vec<String>,
}

impl Changes {
    /// Compares two configurations.
    pub(super) fn between(old: &Config, new: &Config) -> Self {
        let by_name = |config: &Config| -> BTreeMap<String, Feed> {
            config.feeds.iter().map(|feed| (feed.name.to_string(), feed.clone())).collect()
        };
        let (before, after) = (by_name(old), by_name(new));
        let are_bounds_new =
            (old.poll.min_interval, old.poll.max_interval) != (new.poll.min_interval, new.poll.max_interval);
        let is_edited = |name: &String, feed: &Feed| {
            before.get(name).is_some_and(|old| are_bounds_new || old.url != feed.url || old.interval != feed.interval)
        };
        Self {
            added: after.keys().filter(|name| !before.contains_key(*name)).count(),
            removed: before.keys().filter(|name| !after.contains_key(*name)).count(),
            edited: after.iter().filter(|(name, feed)| is_edited(name, feed)).map(|(name, _)| name.clone()).collect(),
            need_restart: need_restart(old, new),
        }
    }
}

/// Returns what is in force once a service has taken the new configuration: it, but for what needs a restart.
pub(super) fn taken(old: &Config, new: Config) -> Config {
    let fetch = Fetch {
        retry_initial_interval: new.fetch.retry_initial_interval,
        retry_max_interval: new.fetch.retry_max_interval,
        retry_max_age: new.fetch.retry_max_age,
        ..old.fetch.clone()
    };
    Config {
        poll: new.poll,
        fetch,
        telemetry: Telemetry { log: new.telemetry.log, ..old.telemetry.clone() },
        feeds: new.feeds,
        warnings: new.warnings,
        ..old.clone()
    }
}

/// Returns the keys whose values differ and that no running service takes.
fn need_restart(old: &Config, new: &Config) -> Vec<String> {
    let (before, after) = (keys(old), keys(new));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let is_live = |name: &str| LIVE.iter().any(|live| name == *live || (live.ends_with('.') && name.starts_with(live)));
    let mut changed: Vec<String> =
        names.into_iter().filter(|name| before.get(*name) != after.get(*name) && !is_live(name)).cloned().collect();
    // What is shown of it is the same for two passwords.
    if old.fetch.proxy != new.fetch.proxy && !changed.iter().any(|key| key == "fetch.proxy") {
        changed.push("fetch.proxy".to_owned());
    }
    changed
}

/// Returns the values of all keys but the feeds, as `section.key`.
fn keys(config: &Config) -> BTreeMap<String, Value> {
    let mut keys = BTreeMap::new();
    let sections = Config { feeds: Vec::new(), ..config.clone() };
    let Ok(Value::Object(sections)) = serde_json::to_value(sections) else { return keys };
    for (section, value) in sections {
        match value {
            Value::Object(values) => {
                keys.extend(values.into_iter().map(|(key, value)| (format!("{section}.{key}"), value)));
            }
            value => drop(keys.insert(section, value)),
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(toml: &str) -> Config {
        toml::from_str(toml).unwrap()
    }

    /// Checks the keys that need a restart after a change from the defaults.
    #[track_caller]
    fn check(toml: &str, keys: &str) {
        let (old, new) = (config(""), config(toml));
        assert_eq!(Changes::between(&old, &new).need_restart.join(" "), keys, "{toml}");
        let is_same = taken(&old, new.clone()) == new;
        assert_eq!(is_same, keys.is_empty(), "{toml}");
    }

    #[test]
    fn some_keys_need_a_restart() {
        check("[poll]\nmin_interval = \"1m\"\nfirst_poll_age = \"1d\"", "");
        check("[fetch]\nretry_max_age = \"1d\"\n[telemetry]\nlog = \"debug\"", "");
        check("[fetch]\nin_flight = 1\ntimeout = \"1s\"", "fetch.in_flight fetch.timeout");
        check("[fetch]\nproxy = \"http://me:b@p.example\"", "fetch.proxy");
        check("[[output]]\nkind = \"files\"\ndir = \"out\"", "output");
        check("[state]\ndir = \"s\"\nfile_mode = \"0600\"", "state.dir state.file_mode");
        check("[telemetry]\nhttp = \"\"\nlog_format = \"json\"", "telemetry.http telemetry.log_format");
        check("[worker]\ncpu_threads = 1", "worker.cpu_threads");
        let proxy = |word: &str| config(&format!("[fetch]\nproxy = \"http://me:{word}@p.example\""));
        assert_eq!(Changes::between(&proxy("a"), &proxy("b")).need_restart, ["fetch.proxy"]);
    }

    #[test]
    fn feeds_are_told_apart() {
        let feed =
            |name: &str, more: &str| format!("[[feeds]]\nname = \"{name}\"\nurl = \"http://{name}.example\"\n{more}\n");
        let old = config(&[feed("a", ""), feed("b", ""), feed("c", "interval = \"1h\"")].concat());
        let new = config(
            &[feed("b", "tags = [\"x\"]"), feed("c", "interval = \"2h\""), feed("d", ""), feed("e", "")].concat(),
        );
        let changes = Changes::between(&old, &new);
        assert_eq!((changes.added, changes.removed), (2, 1));
        assert_eq!(changes.edited.into_iter().collect::<Vec<_>>(), ["c"]);
        let bounds = Config { poll: config("[poll]\nmin_interval = \"1m\"").poll, ..old.clone() };
        assert_eq!(Changes::between(&old, &bounds).edited.len(), 3);
        assert_eq!(Changes::between(&old, &old), Changes::default());
    }
}
