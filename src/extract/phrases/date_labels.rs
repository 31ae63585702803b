//! What a line calls the date in it: that of a change, of publication, or neither.

use std::sync::LazyLock;

use super::byline;
use crate::dates;
use crate::text::phrases::{PhraseSet, lists};

/// All phrases are looked for at once; the first in the line counts.
static MODIFIED: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::MODIFIED_LABELS]));
static PUBLISHED: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::PUBLISHED_LABELS]));
static ADVERBS: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::MODIFIED_ADVERBS]));

/// Bytes before a date that may say what it is.
const LABEL: usize = 24;

/// Returns the parts of a line that each name a day, and whether they call it the day of a change.
///
/// `before` is the text before the line. Lines are such as `DATE … updated DATE`, `Updated: DATE` and `DATE (DATE更新)`.
pub(crate) fn split_by_label<'l>(line: &'l str, before: &str) -> Vec<(&'l str, bool)> {
    let lower = lower(line);
    let digit = |text: &str| text.find(char::is_numeric);
    let first = digit(&lower).unwrap_or(lower.len());
    let until = |at: usize| lower.get(..at).unwrap_or_default();
    let from = |at: usize| lower.get(at..).unwrap_or_default();
    let cut = |at: usize, changed: [bool; 2]| {
        let both = line.split_at_checked(at).map_or([line, ""], <[&str; 2]>::from);
        both.into_iter().zip(changed).collect()
    };
    match find_modified_label(&lower) {
        None => vec![(line, !until(first).contains(char::is_alphabetic) && ends_with_modified_label(before))],
        Some(at) if at <= first => match find_published_label(from(first)) {
            Some(published) => cut(first + published, [true, false]),
            None => vec![(line, true)],
        },
        // `23.11.2026 18:00, aktualisiert 19:30`
        Some(at) if digit(from(at)).is_some() => cut(at, [false, true]),
        // `2026/11/24 11:30更新`, perhaps with another day before it.
        Some(at) => {
            let published = || find_published_label(until(at)).filter(|published| *published > first);
            let between = until(at).rfind(['(', '（']).or_else(published);
            let is_date = |text: &str| dates::parse(text).is_some();
            match between.filter(|at| is_date(until(*at)) && is_date(from(*at))) {
                Some(at) => cut(at, [false, true]),
                None => vec![(line, true)],
            }
        }
    }
}

/// Returns whether the last words of a text say that what follows is the day of a change.
pub(crate) fn ends_with_modified_label(text: &str) -> bool {
    let tail = lower(text.get(text.floor_char_boundary(text.len().saturating_sub(LABEL))..).unwrap_or_default());
    find_modified_label(&tail)
        .is_some_and(|changed| find_published_label(&tail).is_none_or(|published| published < changed))
}

/// Returns whether a text begins by saying that what follows is the day of a change.
pub(crate) fn starts_with_modified_label(text: &str) -> bool {
    let lower = lower(text);
    let rest = ADVERBS.prefix(&lower).and_then(|adverb| lower.strip_prefix(adverb)).unwrap_or(&lower);
    MODIFIED.leading(rest).is_some()
}

/// Lower case, each letter as many bytes as before.
fn lower(text: &str) -> String {
    text.chars().map(|c| c.to_lowercase().next().filter(|l| l.len_utf8() == c.len_utf8()).unwrap_or(c)).collect()
}

/// Returns where a text in lower case begins to speak of a change.
fn find_modified_label(lower: &str) -> Option<usize> {
    MODIFIED.find(lower).map(|found| found.start).min()
}

/// Returns where a text in lower case begins to speak of publication.
pub(crate) fn find_published_label(lower: &str) -> Option<usize> {
    // `date` stands in `update`, too.
    let begins = |at: usize| !lower.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_alphabetic()));
    PUBLISHED.find(lower).map(|found| found.start).filter(|at| begins(*at)).min()
}

/// Returns whether a line is a date and no word more, but that it was published then or by whom.
pub(crate) fn is_date_only(line: &str) -> bool {
    let of_date = |word: &str| dates::is_date_word(word) || find_published_label(&word.to_lowercase()) == Some(0);
    byline::starts_with_byline_label(line) || words(line).all(of_date)
}

/// Returns whether a line with a date says little else but that it was published then, where, or by whom.
///
/// A name is made of words that no small letter begins; what has a label of its own is something else's day.
pub(crate) fn is_of_story(line: &str) -> bool {
    let told = find_published_label(&line.to_lowercase()).is_some();
    let small = |word: &str| word.starts_with(char::is_lowercase) && !dates::is_date_word(word);
    told || is_date_only(line) || !(words(line).any(small) || is_labelled(line))
}

/// Returns whether a line begins with a label, such as `When: `.
pub(crate) fn is_labelled(line: &str) -> bool {
    let label = line.split_once([':', '：']).map(|(label, _)| label.trim());
    label
        .is_some_and(|label| label.ends_with(char::is_alphabetic) && !label.split_whitespace().all(dates::is_date_word))
}

/// Returns whether a text holds a year, or a day in digits such as `31.10.26`.
pub(crate) fn names_a_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    let year =
        |w: &[u8]| matches!(w, [b'1', b'9', b'0'..=b'9', b'0'..=b'9'] | [b'2', b'0'..=b'6', b'0'..=b'9', b'0'..=b'9']);
    let day = |w: &[u8]| {
        let signs = w.iter().enumerate().all(|(i, b)| b.is_ascii_digit() != matches!(i, 2 | 5));
        signs && w.get(2) == w.get(5) && matches!(w.get(2), Some(b'.' | b'/'))
    };
    // In digits of another script, or of an era.
    let foreign = |c: char| c == '年' || (c.is_numeric() && !c.is_ascii());
    bytes.windows(4).any(year) || bytes.windows(8).any(day) || text.contains(foreign)
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | ':' | '/' | '|'))
        .filter(|word| word.contains(char::is_alphabetic))
}
