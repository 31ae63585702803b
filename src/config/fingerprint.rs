//! The hash of a configuration, which names what shaped a record.

use serde::Serialize;
use serde_json::{Map, Value};

use super::renamed::former_name;
use super::types::Config;

/// The hex digits of the hash (chosen: 64 bits tell the configurations of one user apart).
const DIGITS: usize = 16;

impl Config {
    /// Returns `b3:` and 16 hex digits of the BLAKE3 of all sections but state, logs and feeds.
    ///
    /// A renamed key counts under its former name, so that a rename changes no hash.
    ///
    /// # Errors
    /// A value that JSON cannot hold.
    pub fn fingerprint(&self) -> serde_json::Result<String> {
        let sections = (
            section("poll", &self.poll)?,
            section("fetch", &self.fetch)?,
            section("worker", &self.worker)?,
            &self.output,
        );
        let hex = blake3::hash(&serde_json::to_vec(&sections)?).to_hex();
        Ok("b3:".chars().chain(hex.chars().take(DIGITS)).collect())
    }
}

/// Returns a section as JSON, its keys under their former names.
fn section(name: &str, section: &impl Serialize) -> serde_json::Result<Value> {
    let mut renamed = Map::new();
    if let Value::Object(keys) = serde_json::to_value(section)? {
        renamed
            .extend(keys.into_iter().map(|(key, value)| (former_name(name, &key).map_or(key, str::to_owned), value)));
    }
    Ok(Value::Object(renamed))
}

#[cfg(test)]
mod tests {
    use super::{Config, section};

    /// Checks that a section is hashed under the former name of a key.
    #[track_caller]
    fn check(section: &serde_json::Value, former: &str, current: &str) {
        assert!(section.get(former).is_some() && section.get(current).is_none(), "{section:#}");
    }

    #[test]
    fn a_rename_changes_no_hash() {
        let config = Config::default();
        check(&section("fetch", &config.fetch).unwrap(), "per_host", "per_domain");
        check(&section("worker", &config.worker).unwrap(), "threads", "cpu_threads");
    }

    #[test]
    fn every_value_counts() {
        let mut config = Config::default();
        let before = config.fingerprint().unwrap();
        config.fetch.per_domain += 1;
        assert_ne!(config.fingerprint().unwrap(), before);
    }
}
