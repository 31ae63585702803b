//! The names of an entry's authors, as newsrooms write them into one field.

use crate::text::markup::plain_text;
use crate::text::phrases::lists;

/// The persons of one entry whose names are kept (chosen).
const MAX_PERSONS: usize = 20;
/// The words of a name in a field that holds several (chosen: with particles and initials).
const NAME_WORDS: std::ops::RangeInclusive<usize> = 2..=6;

/// A person as a feed states it.
pub(super) struct Person {
    pub name: String,
    /// The address for mail; empty where there is none.
    pub email: String,
}

/// Returns the persons' names, each once: `By Ida Moll and Ben Rook` names two.
///
/// An address for mail stands for a person only where nobody has a name. O(n).
pub(super) fn author_names(persons: impl Iterator<Item = Person>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut addresses: Vec<String> = Vec::new();
    for person in persons.take(MAX_PERSONS) {
        for text in [person.name, person.email] {
            let (name, address) = split_address(&plain_text(&text));
            addresses.extend(address);
            if !name.is_empty() {
                for name in split_names(&name) {
                    add(name, &mut names);
                }
                break;
            }
        }
    }
    if names.is_empty() {
        for address in addresses {
            add(address, &mut names);
        }
    }
    names.truncate(MAX_PERSONS);
    names
}

/// Adds a name unless it is known in whatever case; of two spellings, the one that is not in capitals is kept.
fn add(name: String, names: &mut Vec<String>) {
    let key = name.to_lowercase();
    match names.iter_mut().find(|known| known.to_lowercase() == key) {
        Some(known) if is_in_capitals(known) => *known = name,
        Some(_) => {}
        None => names.push(name),
    }
}

fn is_in_capitals(name: &str) -> bool {
    !name.chars().any(char::is_lowercase)
}

/// Returns a name without the address for mail beside it, and that address.
///
/// Read are `desk@quill.example (Ada Quill)`, `Ada Quill <desk@quill.example>` and the like.
fn split_address(text: &str) -> (String, Option<String>) {
    let is_bracket = |c: char| matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | '"');
    let trimmed = |word: &str| word.trim_matches(is_bracket).trim_start_matches("mailto:").to_owned();
    let Some(address) = text.split(' ').map(trimmed).find(|word| is_mail_address(word)) else {
        return (without_brackets(text).to_owned(), None);
    };
    let others: Vec<&str> = text.split(' ').filter(|word| !is_mail_address(&trimmed(word))).collect();
    let name = others.join(" ");
    let name = without_brackets(name.trim_matches([',', ';', '-', '–', '|', '<', '>', ' ', '"']));
    (name.to_owned(), Some(address))
}

fn without_brackets(name: &str) -> &str {
    let inside = name.strip_prefix('(').and_then(|n| n.strip_suffix(')'));
    inside.unwrap_or(name).trim()
}

fn is_mail_address(word: &str) -> bool {
    let Some((user, host)) = word.split_once('@') else { return false };
    !user.is_empty() && host.contains('.') && !host.contains('@') && !host.ends_with('.')
}

/// Returns the names in a field: without the words of a byline, and each by itself where all parts read like names.
fn split_names(text: &str) -> Vec<String> {
    let names = without_opening(text);
    let mut parts: Vec<&str> = names.split([',', ';', '/', '|', '、', '，']).map(str::trim).collect();
    parts = parts.iter().flat_map(|part| split_at_conjunctions(part)).filter(|part| !part.is_empty()).collect();
    // `Ida Moll, harbour correspondent`
    let has_name = parts.first().is_some_and(|first| is_name(first) && !is_role(first));
    let count = parts.len();
    parts.retain(|part| !has_name || !is_role(part));
    if count > 1 && parts.iter().all(|part| is_name(part)) {
        return parts.into_iter().map(str::to_owned).collect();
    }
    vec![names.to_owned()]
}

/// Returns a byline without the word it begins with: `By`, `Von`, `Por`, `Author:`.
fn without_opening(text: &str) -> &str {
    let Some((first, rest)) = text.split_once(' ') else { return text };
    let word = first.trim_end_matches(':').to_lowercase();
    let word = word.as_str();
    let has_colon = first.ends_with(':');
    let is_opening = lists::BYLINE_PREPOSITIONS.contains(&word);
    let is_label = lists::BYLINE_LABELS.iter().any(|(label, _)| *label == word);
    // `von der Heide` and `Di Maio` are names; a byline has a capital here, and a whole name behind
    let is_particle = lists::NAME_PARTICLES.contains(&word);
    let may_be_name =
        is_particle && (rest.split(' ').count() < *NAME_WORDS.start() || !first.starts_with(char::is_uppercase));
    if (has_colon && (is_label || is_opening)) || (is_opening && !may_be_name) { rest.trim_start() } else { text }
}

/// Returns the parts of a text between words such as `and`, in any language: a name has none of them.
fn split_at_conjunctions(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut at) = (0, 0);
    for word in text.split_inclusive(' ') {
        let (start, bare) = (at, word.trim_end());
        at += word.len();
        let lower = bare.to_lowercase();
        let is_known = |&(known, case): &(&str, &str)| known == lower && (case == "any" || bare == lower);
        if lists::BYLINE_CONJUNCTIONS.iter().any(is_known) {
            parts.push(text.get(from..start).unwrap_or_default().trim());
            from = at;
        }
    }
    parts.push(text.get(from..).unwrap_or_default().trim());
    parts
}

/// Returns whether a part of a field says what somebody does.
fn is_role(part: &str) -> bool {
    let last = part.rsplit(' ').next().unwrap_or_default().to_lowercase();
    lists::OCCUPATIONS.contains(&last.as_str())
}

/// Returns whether a part of a field reads like a whole name, or is an agency.
fn is_name(part: &str) -> bool {
    let lower = part.to_lowercase();
    if lists::NEWS_AGENCIES.contains(&lower.as_str()) {
        return true;
    }
    let words: Vec<&str> = part.split(' ').collect();
    let starts_name =
        |word: &&str| word.starts_with(|c: char| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()));
    let is_particle = |word: &&str| lists::NAME_PARTICLES.contains(word);
    let is_cased =
        words.iter().all(|word| starts_name(word) || is_particle(word)) && words.last().is_some_and(starts_name);
    // scripts without capitals often write a name without a space
    let is_caseless = !part.chars().any(|c| c.is_uppercase() || c.is_lowercase() || c.is_numeric());
    is_caseless || (is_cased && NAME_WORDS.contains(&words.len()))
}

#[cfg(test)]
mod tests {
    use super::{Person, author_names};

    fn person(name: &str, email: &str) -> Person {
        Person { name: name.to_owned(), email: email.to_owned() }
    }

    #[track_caller]
    fn check(fields: &[&str], expected: &[&str]) {
        assert_eq!(author_names(fields.iter().map(|name| person(name, ""))), expected);
    }

    #[test]
    fn several_in_one_field() {
        for field in [
            "Ida Moll, Ben Rook",
            "Ida Moll and Ben Rook",
            "Ida Moll & Ben Rook",
            "Ida Moll und Ben Rook",
            "Ida Moll y Ben Rook",
            "Ida Moll; Ben Rook",
            "Ida Moll / Ben Rook",
            "By Ida Moll and Ben Rook",
            "IDA MOLL AND BEN ROOK, Ida Moll, Ben Rook",
        ] {
            check(&[field], &["Ida Moll", "Ben Rook"]);
        }
        check(&["Ida Moll, Ben Rook and Ana de la Cruz"], &["Ida Moll", "Ben Rook", "Ana de la Cruz"]);
        check(&["Ida Moll, harbour correspondent"], &["Ida Moll"]);
        check(&["Ida Moll, Political Editor, and Ben Rook"], &["Ida Moll", "Ben Rook"]);
        check(&["Ida Moll,Ben Rook"], &["Ida Moll", "Ben Rook"]);
        check(&["Ida Moll, Reuters"], &["Ida Moll", "Reuters"]);
        check(&["王小明、李大文"], &["王小明", "李大文"]);
    }

    #[test]
    fn one_name_with_a_comma_or_an_and() {
        for field in ["Moll, Ida", "Ida Moll, Jr.", "News and Sport", "Ida and Ben Rook", "Staff"] {
            check(&[field], &[field]);
        }
    }

    #[test]
    fn the_words_of_a_byline() {
        for field in [
            "By Ida Moll",
            "by Ida Moll",
            "BY Ida Moll",
            "By: Ida Moll",
            "Author: Ida Moll",
            "Von Ida Moll",
            "Por Ida Moll",
            "Par Ida Moll",
            "Door Ida Moll",
        ] {
            check(&[field], &["Ida Moll"]);
        }
        for name in ["von der Heide", "Von Moll", "Di Moll", "Byron Moll", "Author Moll"] {
            check(&[name], &[name]);
        }
    }

    #[test]
    fn addresses_beside_names() {
        check(&["Ida Moll", "ida@gull.example"], &["Ida Moll"]);
        check(&["ida@gull.example", "Ida Moll"], &["Ida Moll"]);
        check(&["ida@gull.example"], &["ida@gull.example"]);
        for field in [
            "ida@gull.example (Ida Moll)",
            "Ida Moll (ida@gull.example)",
            "Ida Moll <ida@gull.example>",
            "\"Ida Moll\" <ida@gull.example>",
            "Ida Moll, ida@gull.example",
            "mailto:ida@gull.example (Ida Moll)",
            "ida@gull.example Ida Moll",
        ] {
            check(&[field], &["Ida Moll"]);
        }
        let both = author_names([person("Ida Moll", "ida@gull.example")].into_iter());
        assert_eq!(both, ["Ida Moll"]);
        let alone = author_names([person("", "ida@gull.example")].into_iter());
        assert_eq!(alone, ["ida@gull.example"]);
    }
}
