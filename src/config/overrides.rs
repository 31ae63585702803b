//! Values from outside the files: environment variables and flags.

use std::ffi::{OsStr, OsString};

use serde::Deserialize;
use toml::{Table, Value};
use url::Url;

use super::places::Places;
use super::problem::{Problem, nearest};
use super::renamed::{KeyUse, rename_path};
use super::types::Config;
use super::web_url::WebUrl;

/// The prefix of the variables that set a key: `PRESSLINE_FETCH__IN_FLIGHT=8`.
const PREFIX: &str = "PRESSLINE_";
/// What stands between section and key in a variable's name.
const DIVIDER: &str = "__";
/// The variable that names the configuration, and sets no key of it.
const CONFIG_VARIABLE: &str = "PRESSLINE_CONFIG";

/// Values from outside the files: a place to name in errors, the key's path, the value as written. Later ones win.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    values: Vec<(String, Vec<String>, String)>,
    /// Variables that were meant for a key and set none.
    problems: Vec<Problem>,
    /// Variables with the prefix that resemble no key.
    warnings: Vec<Problem>,
}

impl Overrides {
    /// Takes the variables that set a key: those with the prefix, a section and a key.
    ///
    /// A variable that was meant for a key and sets none is a problem; another with the prefix is a warning, since systems
    /// make up such names too (Kubernetes does, from the name of a service).
    pub fn from_environment(variables: impl Iterator<Item = (OsString, OsString)>) -> Self {
        let mut found = Self::default();
        let known = keys();
        let mut variables: Vec<_> = variables.filter(|(name, _)| is_ours(name)).collect();
        variables.sort();
        for (name, value) in variables {
            let name = name.to_string_lossy().into_owned();
            let problem = |detail: String| Problem { place: name.clone(), line: None, detail };
            let path = name.strip_prefix(PREFIX).filter(|path| path.contains(DIVIDER));
            match (path, value.into_string()) {
                (Some(path), Ok(value)) => {
                    let path = path.to_ascii_lowercase().split(DIVIDER).map(str::to_owned).collect();
                    found.values.push((name, path, value));
                }
                (Some(_), Err(_)) => found.problems.push(problem("its value is not UTF-8".to_owned())),
                (None, _) => match meant(&name, &known) {
                    Some(variable) => {
                        found.problems.push(problem(format!("sets nothing; did you mean `{variable}`?")));
                    }
                    None if name == CONFIG_VARIABLE => {}
                    None => found.warnings.push(problem(
                        "sets nothing; a key is set by its section and name, as in PRESSLINE_FETCH__IN_FLIGHT"
                            .to_owned(),
                    )),
                },
            }
        }
        found
    }

    /// Adds a flag's value for `section.key`.
    pub fn flag(&mut self, flag: &str, section: &str, key: &str, value: String) {
        self.values.push((flag.to_owned(), vec![section.to_owned(), key.to_owned()], value));
    }

    /// Returns whether no key is set.
    pub(super) const fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Returns the problems and the warnings of the variables' names.
    pub(super) fn findings(&self) -> (Vec<Problem>, Vec<Problem>) {
        (self.problems.clone(), self.warnings.clone())
    }

    /// Returns the configuration with each key set, and the uses of renamed keys. One at fault is left out and named.
    pub(super) fn apply(
        &self,
        table: Table,
        config: Config,
        places: &mut Places,
        problems: &mut Vec<Problem>,
    ) -> (Config, Vec<KeyUse>) {
        let (mut table, mut config, mut uses) = (table, config, Vec::new());
        for (place, path, written) in &self.values {
            let mut path = path.clone();
            uses.extend(rename_path(&mut path, place));
            match override_one(&table, place, &path, written) {
                Ok(with) => {
                    (config, table) = with;
                    places.override_key(path.join("."), place);
                }
                Err(problem) => problems.push(problem),
            }
        }
        (config, uses)
    }
}

/// Returns whether a variable's name has the prefix, in capitals or not.
fn is_ours(name: &OsStr) -> bool {
    let (name, prefix) = (name.as_encoded_bytes(), PREFIX.as_bytes());
    name.len() >= prefix.len() && name.iter().zip(prefix).all(|(a, b)| a.eq_ignore_ascii_case(b))
}

/// Returns the variables of all keys that a variable can set.
fn keys() -> Vec<String> {
    let mut names = Vec::new();
    let mut config = Config::default();
    // An absent value has no key.
    config.poll.first_poll_age = Some(config.poll.max_interval);
    config.fetch.proxy = Url::parse("http://proxy.example").ok().map(WebUrl);
    if let Ok(Value::Table(sections)) = Value::try_from(config) {
        for (section, keys) in sections {
            let keys = keys.as_table().into_iter().flat_map(Table::keys);
            names.extend(keys.map(|key| format!("{PREFIX}{section}{DIVIDER}{key}").to_ascii_uppercase()));
        }
    }
    names
}

/// Returns the variable that a name was meant for; `None` for a name that resembles none.
///
/// It differs in single underscores and small letters alone, or begins with the same section and has the nearest key.
fn meant<'a>(name: &str, known: &'a [String]) -> Option<&'a str> {
    let plain = |name: &str| name.to_ascii_uppercase().replace('_', "");
    let wanted = plain(name);
    let same = known.iter().find(|variable| plain(variable) == wanted);
    let section = |variable: &&String| {
        variable.split_once(DIVIDER).is_some_and(|(section, _)| {
            name.to_ascii_uppercase().strip_prefix(section).is_some_and(|rest| rest.starts_with('_'))
        })
    };
    let near = || nearest(name, known.iter().filter(section).map(String::as_str));
    same.map(String::as_str).or_else(near)
}

/// Returns the configuration with one more key set, by the first reading of `written` that fits.
fn override_one(table: &Table, place: &str, path: &[String], written: &str) -> Result<(Config, Table), Problem> {
    let mut last = None;
    for value in readings(written) {
        let mut with = table.clone();
        set(&mut with, path, value).map_err(|detail| Problem { place: place.to_owned(), line: None, detail })?;
        match Config::deserialize(with.clone()) {
            Ok(config) => return Ok((config, with)),
            Err(error) => last = Some(Problem::in_variable(place, &error)),
        }
    }
    // There is at least the reading as plain text.
    Err(last.unwrap_or_else(|| Problem { place: place.to_owned(), line: None, detail: "cannot be read".to_owned() }))
}

/// Returns the readings of a value from outside: as TOML if it is such, and as plain text.
fn readings(written: &str) -> impl Iterator<Item = Value> {
    let plain = Value::String(written.to_owned());
    let toml = format!("v = {written}").parse::<Table>().ok().and_then(|mut table| table.remove("v"));
    toml.into_iter().chain([plain])
}

fn set(table: &mut Table, path: &[String], value: Value) -> Result<(), String> {
    let [section, key] = path else {
        return Err("name one section and one key, as in PRESSLINE_FETCH__IN_FLIGHT".to_owned());
    };
    if matches!(section.as_str(), "feeds" | "output") {
        return Err(format!("`{section}` is a list; set it in the file"));
    }
    match table.entry(section.clone()).or_insert_with(|| Value::Table(Table::new())) {
        Value::Table(section) => {
            section.insert(key.clone(), value);
            Ok(())
        }
        _ => Err(format!("`{section}` is no section")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns what is said of a variable.
    fn say(name: &str, value: &str) -> String {
        let found = Overrides::from_environment([(name.into(), value.into())].into_iter());
        let (problems, warnings) = found.findings();
        match (problems.as_slice(), warnings.as_slice()) {
            ([problem], []) => format!("problem: {}", problem.detail),
            ([], [warning]) => format!("warning: {}", warning.detail),
            _ => format!("{} values", found.values.len()),
        }
    }

    #[test]
    fn names_of_variables() {
        let check = |name: &str, said: &str| assert!(say(name, "1").starts_with(said), "{name}: {}", say(name, "1"));
        check("PRESSLINE_FETCH__IN_FLIGHT", "1 values");
        check("PRESSLINE_CONFIG", "0 values");
        check("OTHER", "0 values");
        check("PRESSLINE_FETCH_IN_FLIGHT", "problem: sets nothing; did you mean `PRESSLINE_FETCH__IN_FLIGHT`?");
        check("PRESSLINE_FETCH_IN_FLIHGT", "problem: sets nothing; did you mean `PRESSLINE_FETCH__IN_FLIGHT`?");
        check("PRESSLINE_STATE_DIR", "problem: sets nothing; did you mean `PRESSLINE_STATE__DIR`?");
        check("PRESSLINEFETCH__IN_FLIGHT", "0 values");
        check("pressline_fetch__in_flight", "problem: sets nothing; did you mean `PRESSLINE_FETCH__IN_FLIGHT`?");
        check("PRESSLINE_PORT_9464_TCP_ADDR", "warning: sets nothing");
        check("PRESSLINE_SERVICE_HOST", "warning: sets nothing");
    }

    #[cfg(unix)]
    #[test]
    fn values_that_are_no_text() {
        use std::os::unix::ffi::OsStringExt;
        let bytes = || OsString::from_vec(vec![0xff, 0xfe]);
        let check = |name: OsString, problems: usize, warnings: usize| {
            let found = Overrides::from_environment([(name, bytes())].into_iter()).findings();
            assert_eq!((found.0.len(), found.1.len()), (problems, warnings), "{found:?}");
        };
        check("PRESSLINE_FETCH__USER_AGENT".into(), 1, 0);
        check("UNRELATED".into(), 0, 0);
        check(bytes(), 0, 0);
        check(OsString::from_vec(b"PRESSLINE_\xff".to_vec()), 0, 1);
    }
}
