//! Problems of a configuration, reported with file, line, key and the nearest known key.

use std::fmt;
use std::path::Path;

/// One problem of a configuration or a list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problem {
    /// The file, the environment variable or the flag.
    pub place: String,
    /// The line in the file, from 1.
    pub line: Option<usize>,
    /// What is wrong, and what to do.
    pub detail: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.place, self.detail),
            None => write!(f, "{}: {}", self.place, self.detail),
        }
    }
}

impl Problem {
    /// Creates the problem of a file that cannot be read.
    pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Self {
        let detail = match error.kind() {
            std::io::ErrorKind::NotFound => "not found; name your configuration with --config DIR or FILE".to_owned(),
            _ => format!("cannot read: {error}"),
        };
        Self { place: path.display().to_string(), line: None, detail }
    }

    /// Creates the problem that the TOML reader found in a file.
    pub(super) fn in_file(path: &Path, text: &str, error: &toml::de::Error) -> Self {
        let start = error.span().map(|span| span.start);
        let line = start.map(|at| text.bytes().take(at).filter(|b| *b == b'\n').count() + 1);
        let key = line.and_then(|line| text.lines().nth(line - 1)).and_then(key_of);
        Self { place: path.display().to_string(), line, detail: explain(error.message(), key) }
    }

    /// Creates the problem of a value from the environment or a flag.
    pub(super) fn in_variable(name: &str, error: &toml::de::Error) -> Self {
        Self { place: name.to_owned(), line: None, detail: explain(error.message(), None) }
    }

    /// Creates a problem of the configuration as a whole.
    pub(super) fn overall(path: &Path, detail: impl Into<String>) -> Self {
        Self { place: path.display().to_string(), line: None, detail: detail.into() }
    }

    /// Creates the problem of one feed in its file.
    pub(super) fn of_feed(file: &Path, line: Option<usize>, detail: String) -> Self {
        Self { place: file.display().to_string(), line, detail }
    }
}

/// Returns the key that a line sets.
fn key_of(line: &str) -> Option<&str> {
    line.split_once('=').map(|(key, _)| key.trim()).filter(|key| !key.is_empty() && !key.starts_with('#'))
}

/// Rewrites serde's message: the key first, the nearest known key after it.
fn explain(message: &str, key: Option<&str>) -> String {
    let first = message.lines().next().unwrap_or_default();
    let mut quoted = first.split('`').skip(1).step_by(2);
    if first.starts_with("unknown field") {
        let wrong = quoted.next().unwrap_or_default();
        return match nearest(wrong, quoted) {
            Some(known) => format!("unknown key `{wrong}`; did you mean `{known}`?"),
            None => format!("unknown key `{wrong}`"),
        };
    }
    if let Some(missing) = first.strip_prefix("missing field ") {
        return format!("key {missing} is missing");
    }
    match key {
        Some(key) => format!("`{key}`: {first}"),
        None => first.to_owned(),
    }
}

/// Returns the known word that takes the fewest edits.
fn nearest<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known.map(|word| (edits(wrong, word), word)).min_by_key(|(edits, _)| *edits).map(|(_, word)| word)
}

/// Returns the Levenshtein distance in bytes; O(n·m).
fn edits(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.bytes().enumerate() {
            let cost = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_key_is_named() {
        let message = "unknown field `usr_agent`, expected one of `user_agent`, `in_flight`";
        assert_eq!(explain(message, None), "unknown key `usr_agent`; did you mean `user_agent`?");
    }

    #[test]
    fn a_wrong_value_names_its_key() {
        assert_eq!(explain("invalid type: string", key_of("in_flight = \"x\"")), "`in_flight`: invalid type: string");
    }

    #[test]
    fn edits_are_counted() {
        assert_eq!((edits("", "ab"), edits("kitten", "sitting"), edits("same", "same")), (2, 3, 0));
    }
}
