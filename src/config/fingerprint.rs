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
    use super::Config;

    #[test]
    fn a_rename_changes_no_hash() {
        let json = concat!(
            r#"[{"min_interval":"10m","max_interval":"1d","target_delay":"15m","first_poll_entries":50},"#,
            r#"{"user_agent":"me","allow_addresses":[],"in_flight":64,"per_host":1,"delay":"1s","page_limit":"4 MiB","#,
            r#""feed_limit":"16 MiB","timeout":"30s"},{"threads":0},"#,
            r#"[{"kind":"stdout","records":"article","offsets":"codepoint","rotate_size":"256 MiB","rotate_age":"1d","#,
            r#""compression":"none"}]]"#,
        );
        let hash: String = blake3::hash(json.as_bytes()).to_hex().chars().take(16).collect();
        let mut config = Config::default();
        config.fetch.user_agent = "me".to_owned();
        assert_eq!(config.fingerprint().unwrap(), format!("b3:{hash}"));
    }
}
