//! What in an address says which article it is: the words of its slug, numbers, a date.

use std::collections::BTreeSet;

use super::percent::decoded;

/// Words of a segment that is certainly an article's slug and no section's name (chosen: `arts-and-culture` has three).
const MANY_WORDS: usize = 4;
/// Words of a segment that looks like a slug (chosen).
const SLUG_WORDS: usize = 3;
/// Letters of a slug in a script that puts no sign between words (chosen).
const UNSPACED_SLUG: usize = 8;
/// Letters of the longest words that are passed over beside longer ones: `of`, `the` (chosen).
const SHORT_WORD: usize = 3;
/// Characters of the shortest token of letters and digits that is an id of its own (chosen).
const SHORTEST_ID: usize = 6;
/// Changes from a small letter to a capital that only a machine's token has: `dRwWqB` (chosen).
const TOKEN_CHANGES: usize = 2;
/// Digits of a year.
const YEAR: usize = 4;
/// Digits of a date in one piece: `20261129`.
const WHOLE_DATE: usize = 8;
/// Extensions of documents.
const DOCUMENTS: [&str; 10] = ["htm", "html", "shtml", "xhtml", "php", "asp", "aspx", "jsp", "cfm", "do"];
/// Extensions of those that are programs: the query says which article they show.
const PROGRAMS: [&str; 8] = ["php", "asp", "aspx", "jsp", "cfm", "do", "cgi", "dll"];

/// What an address says about its article.
#[derive(Debug, Default)]
pub(super) struct Traits {
    /// The words of its slug.
    pub(super) words: BTreeSet<String>,
    /// Numbers, and tokens of letters and digits.
    pub(super) ids: BTreeSet<String>,
    /// Whether a segment or value has as many words as a slug.
    has_slug: bool,
    /// The date in its path, as it stands there.
    pub(super) date: Option<String>,
}

impl Traits {
    /// Returns the traits of a path and of the pairs of a query that can say which article it is. O(n log n).
    ///
    /// With such a pair the last segment is a program's name (`/article?id=7`) and has no words of its own.
    pub(super) fn of(segments: &[String], query: &[&str]) -> Self {
        let mut traits = Self { date: date(segments), ..Self::default() };
        for (at, segment) in segments.iter().enumerate() {
            if is_in_date(segment, segments.get(..at).unwrap_or_default()) {
                continue;
            }
            let tokens = tokens(segment);
            let is_last = at + 1 == segments.len();
            let has_words = is_last && (query.is_empty() || has_number(segment)) || words_of(&tokens) >= SLUG_WORDS;
            traits.add(tokens, has_words);
        }
        for pair in query {
            traits.add(tokens(pair.split_once('=').map_or(pair, |(_, value)| value)), true);
        }
        traits
    }

    fn add(&mut self, tokens: Vec<String>, has_words: bool) {
        self.has_slug |= has_words && (words_of(&tokens) >= SLUG_WORDS || tokens.iter().any(|t| is_unspaced_slug(t)));
        for token in tokens {
            if is_id(&token) {
                self.ids.insert(token.trim_start_matches('0').to_lowercase());
            } else if has_words {
                self.words.insert(token.to_lowercase());
            }
        }
    }

    /// Returns the words without short ones, if there are others.
    pub(super) fn long_words(&self) -> BTreeSet<&str> {
        let words = || self.words.iter().map(String::as_str);
        let long: BTreeSet<&str> = words().filter(|word| word.chars().count() > SHORT_WORD).collect();
        if long.is_empty() { words().collect() } else { long }
    }

    /// Returns whether both have a date, and these are not the same; a date may have fewer parts.
    pub(super) fn has_other_date(&self, other: &Self) -> bool {
        let (Some(own), Some(theirs)) = (&self.date, &other.date) else { return false };
        let differs = |(one, other): (&str, &str)| one != other;
        own.split('-').zip(theirs.split('-')).any(differs)
    }

    /// Returns whether an address with these traits can be that of an article: it has a number, or a slug.
    pub(super) fn is_article(&self) -> bool {
        !self.ids.is_empty() || self.has_slug
    }
}

/// Returns whether a token is an id that two articles do not share by chance: no year, and not short.
pub(super) fn is_strong_id(id: &str) -> bool {
    let is_number = id.bytes().all(|b| b.is_ascii_digit());
    if is_number {
        id.len() > YEAR && !is_whole_date(id) || id.len() == YEAR && !is_year(id)
    } else {
        id.len() >= SHORTEST_ID
    }
}

/// Returns whether a segment is that of an article: it has a number or a slug, and is no part of a date.
pub(super) fn is_article(segment: &str, above: &[String]) -> bool {
    let tokens = tokens(segment);
    !is_in_date(segment, above)
        && (has_number(segment) || words_of(&tokens) >= SLUG_WORDS || tokens.iter().any(|t| is_unspaced_slug(t)))
}

/// Returns whether a segment has more words than the name of a section.
pub(super) fn has_many_words(segment: &str) -> bool {
    words_of(&tokens(segment)) >= MANY_WORDS
}

/// Returns whether a segment has a digit.
pub(super) fn has_number(segment: &str) -> bool {
    decoded(segment).contains(|c: char| c.is_ascii_digit())
}

/// Returns whether a segment is the name of a document: `ferry.html`.
pub(super) fn is_document(segment: &str) -> bool {
    extension(segment).is_some_and(|extension| DOCUMENTS.contains(&extension.as_str()))
}

/// Returns whether a segment is the name of a program: `article.php`.
pub(super) fn is_program(segment: &str) -> bool {
    extension(segment).is_some_and(|extension| PROGRAMS.contains(&extension.as_str()))
}

fn extension(segment: &str) -> Option<String> {
    segment.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase())
}

/// Returns a document's or program's name without its extension; any other text as it is.
pub(super) fn without_extension(text: &str) -> &str {
    let stem = text.rsplit_once('.').map(|(stem, _)| stem);
    stem.filter(|_| is_document(text) || is_program(text)).unwrap_or(text)
}

/// Returns the words and numbers of a segment or value, without the extension of a document.
fn tokens(text: &str) -> Vec<String> {
    let decoded = decoded(without_extension(text));
    decoded.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()).map(str::to_owned).collect()
}

/// Returns how many tokens are words.
fn words_of(tokens: &[String]) -> usize {
    tokens.iter().filter(|token| !is_id(token)).count()
}

/// Returns whether a token is no word: it has a digit, or capitals as no word has.
fn is_id(token: &str) -> bool {
    let changes = token.as_bytes().windows(2).filter(|pair| matches!(pair, [b'a'..=b'z', b'A'..=b'Z'])).count();
    token.contains(|c: char| c.is_ascii_digit()) || changes >= TOKEN_CHANGES
}

fn is_unspaced_slug(token: &str) -> bool {
    !token.is_ascii() && token.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count() >= UNSPACED_SLUG
}

/// Returns whether a segment is part of a date in a path: `2026`, then `11` or `nov`, then `29`.
fn is_in_date(segment: &str, above: &[String]) -> bool {
    let at = |back: usize| above.len().checked_sub(back).and_then(|at| above.get(at)).map_or("", String::as_str);
    let is_number = |text: &str| matches!(text.len(), 1 | 2) && text.bytes().all(|b| b.is_ascii_digit());
    let is_month = |text: &str| is_number(text) || month(text).is_some();
    is_year(segment)
        || is_whole_date(segment)
        || is_month(segment) && is_year(at(1))
        || is_number(segment) && is_month(at(1)) && is_year(at(2))
}

/// Returns the date in a path.
fn date(segments: &[String]) -> Option<String> {
    let parts: Vec<&str> = segments
        .iter()
        .enumerate()
        .filter(|(at, segment)| is_in_date(segment, segments.get(..*at).unwrap_or_default()))
        .flat_map(|(_, segment)| segment.split('-'))
        .map(|part| part.trim_start_matches('0'))
        .collect();
    let numbers = parts.into_iter().map(|part| month(part).map_or_else(|| part.to_owned(), |month| month.to_string()));
    Some(numbers.collect::<Vec<_>>().join("-")).filter(|date| !date.is_empty())
}

/// Returns whether a text is a year in which there was a web, or of which it has articles.
fn is_year(text: &str) -> bool {
    text.len() == YEAR && (text.starts_with("19") || text.starts_with("20")) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Returns whether a text is a date in one piece: `20261129`, `2026-11-29` or `2026-11`.
fn is_whole_date(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_date = text.bytes().all(|b| b.is_ascii_digit() || b == b'-') && text.get(..YEAR).is_some_and(is_year);
    is_date && (digits == WHOLE_DATE || (text.contains('-') && digits > YEAR && digits < WHOLE_DATE))
}

/// Returns the number of a month by the beginning of its English name.
fn month(text: &str) -> Option<usize> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start = text.get(..3).filter(|_| text.bytes().all(|b| b.is_ascii_alphabetic()))?.to_ascii_lowercase();
    MONTHS.iter().position(|month| *month == start).map(|at| at + 1)
}
