//! Problems of a configuration, reported with file, line, key and the nearest known key.

use std::fmt;
use std::io::ErrorKind;
use std::path::Path;

use super::lines::Lines;

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
            ErrorKind::NotFound => "not found; name your configuration with --config DIR or FILE".to_owned(),
            ErrorKind::InvalidData => "is not UTF-8 text; save it as UTF-8".to_owned(),
            ErrorKind::PermissionDenied => "may not be read by this user".to_owned(),
            ErrorKind::IsADirectory => "is a directory and no file".to_owned(),
            _ => format!("cannot read: {error}"),
        };
        Self { place: path.display().to_string(), line: None, detail }
    }

    /// Creates the problem that the TOML reader found in a file.
    pub(super) fn in_file(path: &Path, lines: &Lines<'_>, error: &toml::de::Error) -> Self {
        let line = error.span().map(|span| lines.number(span.start));
        let key = line.map(|number| lines.line(number)).and_then(key_of);
        Self { place: path.display().to_string(), line, detail: explain(error.message(), key) }
    }

    /// Creates the problem of a value from the environment or a flag.
    pub(super) fn in_variable(name: &str, error: &toml::de::Error) -> Self {
        Self { place: name.to_owned(), line: None, detail: explain(error.message(), None) }
    }
}

/// Checks that one thing is said, which begins so; nothing where `said` is empty.
#[cfg(test)]
#[track_caller]
pub(super) fn assert_said(problems: Vec<Problem>, said: &str) {
    let problems: Vec<_> = problems.into_iter().map(|problem| problem.detail).collect();
    assert!(if said.is_empty() { problems.is_empty() } else { problems.concat().starts_with(said) }, "{problems:?}");
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
    let first = in_words(first);
    match key {
        Some(key) => format!("`{key}`: {first}"),
        None => first,
    }
}

/// Returns what serde says about a value of a wrong type or an unknown word, in a person's words.
fn in_words(message: &str) -> String {
    if let Some((wrong, known)) =
        message.strip_prefix("unknown variant ").and_then(|rest| rest.split_once(", expected "))
    {
        let known = known.trim_start_matches("one of ").replace('`', "\"");
        return format!("{} is not known; write {}", wrong.replace('`', "\""), known.replace(", ", " or "));
    }
    if message == "recursion limit" {
        return "is nested too deep".to_owned();
    }
    let found = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    let Some((found, expected)) = found.and_then(|rest| rest.rsplit_once(", expected ")) else {
        return message.to_owned();
    };
    let needed = match expected {
        "usize" | "u64" | "u32" | "u16" | "u8" => "a whole number, 0 or more, without quotation marks",
        "a string" => "text in quotation marks",
        "a boolean" => "true or false, without quotation marks",
        "a sequence" => "a list in square brackets",
        "a map" => "a table of keys in braces",
        path if path.starts_with("path") => "a path in quotation marks",
        other if other.starts_with("struct ") => "a section with keys",
        other => other,
    };
    // What a text says may be a secret.
    let found = found.split_once(" \"").map_or(found, |(kind, _)| kind).replace('`', "");
    format!("needs {needed}, and this is {}", found.replace("string", "text"))
}

/// The edits that a near word may always take, and the part of a longer word that may be edited (chosen).
const MIN_EDITS: usize = 2;
const EDITED_PART: usize = 3;

/// Returns the known word that takes the fewest edits; `None` where all are far.
pub fn nearest<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let near = known.map(|word| (edits(wrong, word), word)).min_by_key(|(edits, _)| *edits);
    near.filter(|(edits, _)| *edits <= MIN_EDITS.max(wrong.len() / EDITED_PART)).map(|(_, word)| word)
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
        let check = |message: &str, said: &str| {
            assert_eq!(explain(message, key_of("in_flight = 1")), format!("`in_flight`: {said}"));
        };
        check(
            "invalid type: string \"hush\", expected usize",
            "needs a whole number, 0 or more, without quotation marks, and this is text",
        );
        check(
            "invalid value: integer `-1`, expected usize",
            "needs a whole number, 0 or more, without quotation marks, and this is integer -1",
        );
        check(
            "invalid type: boolean `true`, expected a string",
            "needs text in quotation marks, and this is boolean true",
        );
        check(
            "unknown variant `file`, expected `stdout` or `files`",
            "\"file\" is not known; write \"stdout\" or \"files\"",
        );
        check(
            "unknown variant `x`, expected one of `a`, `b`, `c`",
            "\"x\" is not known; write \"a\" or \"b\" or \"c\"",
        );
    }

    #[test]
    fn edits_are_counted() {
        assert_eq!((edits("", "ab"), edits("kitten", "sitting"), edits("same", "same")), (2, 3, 0));
    }
}
