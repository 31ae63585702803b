//! The rules for the lines of a list, one with another.

use std::collections::HashMap;

use super::{Entry, Folder, List, SPACE};

/// Returns what is wrong with a phrase by itself.
pub(super) fn phrase_fault(phrase: &str, list: &List) -> Option<String> {
    let inner = phrase.trim_matches(SPACE);
    if inner.is_empty() {
        return Some("the line has no phrase".to_owned());
    }
    if inner != inner.trim() || inner.contains("  ") || inner.contains(SPACE) || inner.contains(char::is_control) {
        return Some(format!("`{phrase}` has spaces at an end or in a row; a space at an end is written {SPACE}"));
    }
    if let Some(word) = phrase.split(|c: char| !c.is_alphabetic()).find(|word| has_lookalike(word)) {
        return Some(format!("`{word}` mixes Latin letters with Cyrillic or Greek ones, which look alike"));
    }
    let lower = phrase.to_lowercase();
    (list.lower && phrase != lower).then(|| format!("`{phrase}` is not in lower case: {lower}"))
}

/// Returns whether a word has letters of two scripts that look alike: a Latin i in a Ukrainian word.
fn has_lookalike(word: &str) -> bool {
    let has = |script: std::ops::RangeInclusive<char>| word.chars().any(|c| script.contains(&c));
    (has('a'..='z') || has('A'..='Z')) && has('\u{370}'..='\u{52f}')
}

/// Checks a list's order, and that no phrase is there twice or to no purpose.
pub(super) fn check_list(list: &List, errors: &mut Vec<String>) {
    if list.entries.is_empty() {
        errors.push(format!("data/lists.tsv: the list `{}` has no line", list.name));
    }
    let key = |entry: &Entry| (entry.language.clone(), entry.phrase.clone(), entry.kind.clone());
    for pair in list.entries.windows(2) {
        let [first, second] = pair else { continue };
        if first.file == second.file && key(first) > key(second) {
            errors.push(second.error(&format!(
                "`{}` is not in order: lines are sorted by language, then by phrase; it belongs before `{}`",
                second.phrase, first.phrase
            )));
        }
    }
    let mut seen: HashMap<(&str, &str, &str), &Entry> = HashMap::new();
    for entry in &list.entries {
        // In a folder for each language, two may have the same word.
        let language = if list.folder == Folder::Lang { entry.language.as_str() } else { "" };
        if let Some(first) = seen.insert((&entry.phrase, &entry.kind, language), entry) {
            errors.push(entry.error(&format!("`{}` is in {} line {}, too", entry.phrase, first.file, first.line)));
        }
    }
    if list.refuses_useless {
        check_use(list, errors);
    }
}

/// Checks that each phrase matches a text that no other phrase of its list matches. O(n²).
fn check_use(list: &List, errors: &mut Vec<String>) {
    for entry in &list.entries {
        // Equal lines are told as doubles.
        let covers =
            |other: &&Entry| (&other.phrase, &other.kind) != (&entry.phrase, &entry.kind) && is_covered(entry, other);
        if let Some(other) = list.entries.iter().find(covers) {
            let (phrase, by) = (&entry.phrase, &other.phrase);
            errors.push(entry.error(&format!("`{phrase}` is of no use: `{by}` ({}) finds it already", other.kind)));
        }
    }
}

/// Returns whether each text that `entry` matches is one that `other` matches.
fn is_covered(entry: &Entry, other: &Entry) -> bool {
    let (phrase, by) = (entry.phrase.as_str(), other.phrase.as_str());
    let is_end = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    match (other.kind.as_str(), entry.kind.as_str()) {
        ("contains", _) => phrase.contains(by),
        ("word", _) => phrase.match_indices(by).any(|(at, _)| {
            let (before, rest) = phrase.split_at(at);
            // What lies beyond the phrase is not known.
            let begins = before.chars().next_back().is_some_and(|c| !c.is_alphanumeric())
                || before.is_empty() && entry.kind != "contains";
            let after = rest.strip_prefix(by).unwrap_or_default();
            begins && !after.is_empty() && is_end(after)
        }),
        ("prefix", "prefix" | "opening" | "line") => phrase.starts_with(by),
        ("opening", "prefix" | "opening" | "line") => {
            let rest = phrase.strip_prefix(by);
            rest.is_some_and(|rest| is_end(rest) && !(rest.is_empty() && entry.kind == "prefix"))
        }
        ("suffix", "suffix" | "line") => phrase.ends_with(by),
        ("line", "line") => phrase == by,
        _ => false,
    }
}

/// Checks that lists which exclude one another share no phrase.
pub(super) fn check_exclusions(lists: &[List], errors: &mut Vec<String>) {
    for list in lists {
        for name in &list.excludes {
            let Some(other) = lists.iter().find(|other| other.name == *name) else {
                errors.push(format!("data/lists.tsv: `{}` excludes `{name}`, which is no list", list.name));
                continue;
            };
            for entry in &list.entries {
                let is_same = |there: &&Entry| there.phrase == entry.phrase;
                if let Some(there) = other.entries.iter().find(is_same) {
                    let (file, line) = (&there.file, there.line);
                    errors.push(entry.error(&format!("`{}` must not be in {file} (line {line}), too", entry.phrase)));
                }
            }
        }
    }
}
