//! Where each key of the configuration is set, for messages.

use std::collections::HashMap;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::lines::Lines;
use super::problem::Problem;

/// A file, environment variable or flag, and the line in the file, from 1.
type Place = (String, Option<usize>);

/// The places at which keys are set: `fetch.timeout`, or `output.0.dir` for that of the first `[[output]]`.
pub(super) struct Places {
    main: String,
    keys: HashMap<String, Place>,
}

impl Places {
    /// Creates the places of a file that sets no key.
    pub(super) fn new(main: &Path) -> Self {
        Self { main: main.display().to_string(), keys: HashMap::new() }
    }

    /// Notes the keys of all sections, and of all tables of a section that is a list.
    pub(super) fn add_file(&mut self, table: &DeTable<'_>, lines: &Lines<'_>) {
        for (name, value) in table {
            self.note(name.get_ref().to_string(), Some(lines.number(name.span().start)));
            match value.get_ref() {
                DeValue::Table(section) => self.add_keys(name.get_ref(), section, lines),
                DeValue::Array(list) => {
                    for (at, item) in list.iter().enumerate() {
                        let name = format!("{}.{at}", name.get_ref());
                        if let DeValue::Table(section) = item.get_ref() {
                            self.add_keys(&name, section, lines);
                        }
                        self.note(name, Some(lines.number(item.span().start)));
                    }
                }
                _ => {}
            }
        }
    }

    /// Notes that a variable or a flag sets a key.
    pub(super) fn override_key(&mut self, key: String, place: &str) {
        self.keys.insert(key, (place.to_owned(), None));
    }

    /// Returns whether a key is set anywhere.
    pub(super) fn is_set(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }

    /// Returns the problem of a key's value, at the place that sets it, or else at its section's or the file.
    pub(super) fn problem(&self, key: &str, detail: impl std::fmt::Display) -> Problem {
        let (section, name) = key.rsplit_once('.').unwrap_or(("", key));
        let known = self.keys.get(key).or_else(|| self.keys.get(section));
        let (place, line) = known.cloned().unwrap_or_else(|| (self.main.clone(), None));
        Problem { place, line, detail: format!("`{name}`: {detail}") }
    }

    fn add_keys(&mut self, section: &str, table: &DeTable<'_>, lines: &Lines<'_>) {
        for (key, _) in table {
            self.note(format!("{section}.{}", key.get_ref()), Some(lines.number(key.span().start)));
        }
    }

    fn note(&mut self, key: String, line: Option<usize>) {
        self.keys.insert(key, (self.main.clone(), line));
    }
}
