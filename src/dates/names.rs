//! The words of dates, as [`normalize`] makes them: in lower case without accents. They are in `data/lang`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::tokens::normalize;
use super::zones;
use crate::text::phrases::{Word, lists};

/// Returns the month of a name, 1 to 12.
pub(super) fn month(word: &str) -> Option<i8> {
    static BY_NAME: LazyLock<HashMap<String, i8>> = LazyLock::new(|| by_name(&[lists::MONTHS, lists::MONTH_FORMS]));
    // Hebrew writes `in November` as one word.
    BY_NAME.get(word).or_else(|| BY_NAME.get(word.strip_prefix('ב')?)).copied()
}

/// The letters from which the beginning of a month's name is read (chosen).
const MIN_BEGINNING: usize = 3;

/// Returns the month whose name in some language begins with a word, when that is so of one month only. O(log n).
pub(super) fn month_beginning_with(word: &str) -> Option<i8> {
    // A name may be that of different months in two languages.
    static NAMES: LazyLock<Vec<(String, i8)>> = LazyLock::new(|| {
        let mut names: Vec<_> = numbered(lists::MONTHS).collect();
        names.sort_unstable();
        names
    });
    if word.chars().count() < MIN_BEGINNING {
        return None;
    }
    let first = NAMES.partition_point(|(name, _)| name.as_str() < word);
    let names = NAMES.iter().skip(first).take_while(|(name, _)| name.starts_with(word));
    let mut months = names.map(|(_, month)| *month);
    let month = months.next()?;
    months.all(|other| other == month).then_some(month)
}

/// Returns the month of a Han numeral, as it stands before `月`.
pub(super) fn month_in_han(word: &str) -> Option<i8> {
    let numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
    numerals.iter().position(|numeral| *numeral == word).map(|index| index as i8 + 1)
}

/// Returns the Persian month of a name, 1 to 12.
pub(super) fn persian_month(word: &str) -> Option<i8> {
    static BY_NAME: LazyLock<HashMap<String, i8>> = LazyLock::new(|| by_name(&[lists::PERSIAN_MONTHS]));
    BY_NAME.get(word).copied()
}

/// Returns the weekday of a name, 1 for Monday to 7 for Sunday.
pub(super) fn weekday(word: &str) -> Option<i8> {
    static BY_NAME: LazyLock<HashMap<String, i8>> = LazyLock::new(|| by_name(&[lists::WEEKDAYS]));
    BY_NAME.get(word).copied()
}

/// Returns whether a word may stand inside a date.
pub(super) fn is_connective(word: &str) -> bool {
    lists::DATE_PARTICLES.iter().any(|particle| particle.text == word)
}

/// Returns whether a word before a time means the afternoon (`true`) or the morning, as East Asian dates have it.
pub(super) fn leading_day_half(word: &str) -> Option<bool> {
    match word {
        "午後" | "下午" | "오후" => Some(true),
        "午前" | "上午" | "오전" => Some(false),
        _ => None,
    }
}

/// Returns whether a word occurs in dates, in whatever role.
pub(super) fn is_date_word(word: &str) -> bool {
    let named = month(word).or_else(|| persian_month(word)).or_else(|| weekday(word)).is_some();
    named
        || is_connective(word)
        || leading_day_half(word).is_some()
        || matches!(word, "pm" | "p" | "m" | "feira" | "μμ" | "πμ" | "thang" | "ngay")
        || zones::by_abbreviation(word).is_some()
}

/// Returns the number of each name in the lists.
fn by_name(lists: &[&[Word]]) -> HashMap<String, i8> {
    lists.iter().copied().flat_map(numbered).collect()
}

/// Returns the names of a list, normalized, with the numbers that are their classes.
fn numbered(list: &[Word]) -> impl Iterator<Item = (String, i8)> {
    list.iter().filter_map(|word| Some((normalize(word.text), word.class.parse().ok()?)))
}
