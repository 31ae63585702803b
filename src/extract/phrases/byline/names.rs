//! A byline into the names it holds.

use super::vocabulary::{is_agency, is_conjunction, is_label, is_label_word, is_organization_word};
use crate::text::phrases::lists;

/// Letters of a name at least; its characters, and words of its part of the byline, at most (chosen).
const MIN_LETTERS: usize = 2;
const MAX_CHARS: usize = 50;
const MAX_WORDS: usize = 6;
/// Bytes of the longest word in lower case that belongs to a date before a number: `le`, `den` (chosen).
const DATE_WORD_BYTES: usize = 3;
/// Words of a name that are not taken for a role (chosen).
const WHOLE_NAME: usize = 2;

/// Returns the parts of a byline that are names.
pub(crate) fn split(line: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut whole = false;
    let hard = [",", ";", "|", ")", "•", "·", "、", "，", "／", "｜", "\n"];
    let mut line = line.trim().replace('：', "： ");
    let joints = hard.into_iter().map(|mark| (mark, "\u{1}"));
    let words = lists::BYLINE_SEPARATORS.iter().map(|(words, behind)| match *behind {
        "source" => (*words, "\u{1}\u{2}"),
        _ => (*words, "\u{1}"),
    });
    let dashes = [" – ", " — ", " - "].map(|dash| (dash, "\u{1}\u{3}"));
    for (mark, sign) in joints.chain(words).chain(dashes) {
        if line.contains(mark) {
            line = line.replace(mark, sign);
        }
    }
    // `Ana Cruz/AFP`, `Ana Cruz (AFP)`
    line = line.replace(['/', '('], "\u{1}\u{2}");
    for (i, piece) in line.split('\u{1}').enumerate() {
        let (source, piece) = piece.strip_prefix('\u{2}').map_or((false, piece), |piece| (true, piece));
        // `Ana Cruz — Santa Rosa`
        let (main, piece) = piece.strip_prefix('\u{3}').map_or((false, piece), |piece| (true, piece));
        if main && whole {
            continue;
        }
        for (k, part) in parts(piece).into_iter().enumerate() {
            let (several, label) = (part.len() > 1, part.iter().all(|w| is_label_word(w)));
            let name = name(part, i + k == 0);
            // `Ana Cruz, Dunmore`: a single word behind a whole name is a place or a section, behind a desk its rest.
            let apart = whole && !several;
            whole |= several || (name.is_none() && !label);
            names.extend(name.filter(|name| !apart || !(source || name.chars().any(char::is_lowercase))));
        }
    }
    names
}

/// Returns the names in a piece of a byline.
///
/// The piece is cut at conjunctions. A name ends where something begins that is no name, such as `in Paris` or a date.
fn parts(piece: &str) -> Vec<Vec<&str>> {
    let mut parts = Vec::new();
    let mut part: Vec<&str> = Vec::new();
    let mut ended = false;
    let shouted = !piece.chars().any(char::is_lowercase);
    for word in piece.split_whitespace() {
        if is_conjunction(word, shouted) || word.contains('@') {
            // `Ana Cruz, Tom Lindqvist, and Mira Okafor`: nothing before the last of them.
            parts.push(std::mem::take(&mut part));
            ended = false;
        } else if !ended && word.ends_with(':') && is_label_word(word) && !part.iter().all(|w| is_label_word(w)) {
            // Another label.
            ended = true;
        } else if !ended && !part.is_empty() && (lists::BYLINE_TERMINATORS.contains(&word) || is_number(word)) {
            // `Ana Cruz le 12 mai`, `Ana Cruz May 12`.
            while is_number(word) && part.last().is_some_and(|w| is_of_date(w)) {
                part.pop();
            }
            ended = true;
        } else if !ended {
            part.push(word);
        }
    }
    parts.push(part);
    parts.retain(|part| part.len() > 1 || !part.iter().any(|w| lists::BYLINE_TERMINATORS.contains(w)));
    parts.retain(|part| !part.is_empty());
    parts
}

pub(crate) fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// Returns whether a word before a number belongs to a date.
pub(crate) fn is_of_date(word: &str) -> bool {
    (word.len() <= DATE_WORD_BYTES && word.chars().all(char::is_lowercase))
        || crate::dates::parse(&format!("1 {word} 2020")).is_some()
}

/// Returns the name in one part of a byline; right behind the `first` one may stand what its bearer does.
fn name(mut words: Vec<&str>, first: bool) -> Option<String> {
    // `Ein Artikel von Ana Cruz`
    if let Some(by) = words.iter().position(|w| lists::BYLINE_PREPOSITIONS.contains(w))
        && words
            .iter()
            .take(by)
            .all(|w| w.starts_with(char::is_lowercase) || lists::TEXT_GENRES.contains(&w.to_lowercase().as_str()))
    {
        words.drain(..by);
    }
    while let Some(word) = words.first() {
        let lower = word.to_lowercase();
        // `de la Cruz` keeps its particle; `De Ana Cruz` does not happen without a role before it.
        let particle = matches!(lower.as_str(), "de" | "da" | "di" | "von" | "av" | "af" | "od")
            && words.len() <= WHOLE_NAME
            && word.chars().all(char::is_lowercase);
        if !is_label_word(word) || (particle && words.len() == 1) {
            break;
        }
        words.remove(0);
    }
    if first {
        without_role(&mut words);
    }
    let name = words.join(" ");
    let mut name = unglued(&name);
    while let Some(rest) = lists::OCCUPATION_SUFFIXES.iter().find_map(|(suffix, _)| name.strip_suffix(suffix)) {
        name = rest.trim_end();
    }
    let name = without_agency(name);
    if name.ends_with(':') {
        return None;
    }
    let initial = name.ends_with('.') && name.chars().rev().nth(2).is_none_or(|c| matches!(c, '.' | ' '));
    let suffix = name.ends_with(" Jr.") || name.ends_with(" Sr.");
    let name = name.trim_matches(|c: char| {
        (c != '.' || !(initial || suffix)) && {
            matches!(c, ':' | '.' | '*' | '-' | '–' | '—' | '©' | '"' | '“' | '”' | '\'' | '_' | '…' | '>')
                || c.is_whitespace()
        }
    });
    let lower = name.to_lowercase();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let mut inside = lower.split(|c: char| !c.is_alphanumeric());
    let wrong = letters < MIN_LETTERS
        || name.chars().count() > MAX_CHARS
        || words.len() > MAX_WORDS
        || name.chars().any(|c| {
            c.is_ascii_digit()
                || matches!(c, ':' | '«' | '»' | '‹' | '›' | '{' | '}' | '<' | '>' | '=' | '?' | '!' | '#' | '[' | ']')
        })
        || lower.split(' ').any(|w| [".com", ".org", ".net", ".de", ".co.uk"].iter().any(|end| w.ends_with(end)))
        || is_agency(name)
        || is_label(&lower)
        || inside.any(|w| lists::ROLE_WORDS.contains(&w) || is_role(w) || is_organization_word(w));
    (!wrong).then(|| cased(name))
}

/// `Ana Cruz Senior Transport Correspondent` is Ana Cruz.
fn without_role(words: &mut Vec<&str>) {
    let ends = |words: &[&str], list: &[&str]| {
        words.len() > WHOLE_NAME && words.last().is_some_and(|word| list.contains(&word.to_lowercase().as_str()))
    };
    let mut role = false;
    while ends(words, lists::OCCUPATIONS) || (role && ends(words, lists::OCCUPATION_BEATS)) {
        words.pop();
        role = true;
    }
}

/// Returns whether a word is a compound for what somebody does.
fn is_role(word: &str) -> bool {
    lists::ROLE_SUFFIXES.iter().any(|end| word.len() > end.len() && word.ends_with(end))
}

/// `AuthorJane Doe` and `ByJane Doe` are Jane Doe.
pub(crate) fn unglued(name: &str) -> &str {
    let glued = lists::GLUED_BYLINE_LABELS.iter().filter_map(|label| name.strip_prefix(label));
    { glued }.find(|rest| rest.contains(' ') && rest.starts_with(char::is_uppercase)).unwrap_or(name)
}

/// `Jane Doe The Associated Press` is Jane Doe.
fn without_agency(name: &str) -> &str {
    let behind = lists::NEWS_AGENCIES.iter().filter(|a| a.contains(' ')).filter_map(|agency| {
        let at = name.len().checked_sub(agency.len() + 1)?;
        let (front, back) = name.split_at_checked(at)?;
        (front.contains(' ') && back.strip_prefix(' ').is_some_and(|b| b.eq_ignore_ascii_case(agency))).then_some(front)
    });
    behind.min_by_key(|front| front.len()).unwrap_or(name)
}

/// `JANE DOE` is Jane Doe.
fn cased(name: &str) -> String {
    let shouted = name.contains(' ') && name.chars().all(|c| !c.is_lowercase()) && name.chars().any(char::is_uppercase);
    if !shouted {
        return name.to_owned();
    }
    let mut out = String::new();
    // Letters since the word began.
    let mut letters = 0;
    for c in name.chars() {
        let apostrophe = matches!(c, '’' | '\'');
        if letters == 0 {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        letters = if c.is_alphabetic() {
            letters + 1
        } else if apostrophe && letters > 1 {
            // `O'Neill`, but `Jane’s`.
            letters
        } else {
            0
        };
    }
    out
}
