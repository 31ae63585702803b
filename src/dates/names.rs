//! The words of dates, folded as [`super::tokens::fold`] does it: lower case, no accents. They stand in `data/lang`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{tokens, zones};
use crate::text::phrases::{Word, lists};

/// The month of a name, 1 to 12.
pub(super) fn month(word: &str) -> Option<i8> {
    static BY_NAME: LazyLock<HashMap<String, i8>> = LazyLock::new(|| by_name(&[lists::MONTHS, lists::MONTH_FORMS]));
    // Hebrew says `in November` as one word.
    BY_NAME.get(word).or_else(|| BY_NAME.get(word.strip_prefix('ב')?)).copied()
}

/// The month of Persia's sun calendar of a name, 1 to 12.
pub(super) fn persian_month(word: &str) -> Option<i8> {
    static BY_NAME: LazyLock<HashMap<String, i8>> = LazyLock::new(|| by_name(&[lists::PERSIAN_MONTHS]));
    BY_NAME.get(word).copied()
}

/// The day of the week of a name, 1 for Monday to 7.
pub(super) fn weekday(word: &str) -> Option<i8> {
    static BY_NAME: LazyLock<HashMap<String, i8>> = LazyLock::new(|| by_name(&[lists::WEEKDAYS]));
    BY_NAME.get(word).copied()
}

/// Whether a word may stand inside a date.
pub(super) fn is_glue(word: &str) -> bool {
    lists::DATE_PARTICLES.iter().any(|particle| particle.text == word)
}

/// Whether a word says afternoon (`true`) or morning, as the Far East puts it before the time.
pub(super) fn leading_half(word: &str) -> Option<bool> {
    match word {
        "午後" | "下午" | "오후" => Some(true),
        "午前" | "上午" | "오전" => Some(false),
        _ => None,
    }
}

/// Whether a word is of a date, whatever it says there.
pub(super) fn is_of_date(word: &str) -> bool {
    let named = month(word).or_else(|| persian_month(word)).or_else(|| weekday(word)).is_some();
    named
        || is_glue(word)
        || leading_half(word).is_some()
        || matches!(word, "pm" | "p" | "m" | "feira" | "μμ" | "πμ" | "thang" | "ngay")
        || zones::by_abbreviation(word).is_some()
}

/// Returns each name of the lists, folded, with its number.
fn by_name(lists: &[&[Word]]) -> HashMap<String, i8> {
    let words = lists.iter().copied().flatten();
    words.filter_map(|word| Some((tokens::fold(word.text), word.class.parse().ok()?))).collect()
}
