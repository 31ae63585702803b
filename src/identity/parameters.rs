//! The parameters of an address: which of them say what page it is.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::phrases::PhraseSet;
use crate::text::phrases::lists;
use crate::text::steps;

/// The shortest value that can be a random one, in bytes: 64 bits in hexadecimal digits (chosen).
const SHORTEST_RANDOM: usize = 16;

/// Parameters with which `m=1` names a month (chosen).
const PARTS_OF_DATES: [&str; 6] = ["d", "day", "y", "year", "yr", "yyyy"];

static TRACKING: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::TRACKING_PARAMETERS]));
static FEEDS: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::FEED_VALUES]));
static SESSIONS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| lists::SESSION_PARAMETERS.iter().copied().collect());
static VIEWS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| lists::VIEW_PARAMETERS.iter().copied().collect());

/// Returns the query of the pairs that a rule keeps, in their order; `None` if there are none.
pub(super) fn kept_query(query: Option<&str>, mut keeps: impl FnMut(&str) -> bool) -> Option<String> {
    steps::count(query.unwrap_or_default().len());
    let kept: Vec<&str> = query?.split('&').filter(|pair| !pair.is_empty() && keeps(pair)).collect();
    (!kept.is_empty()).then(|| kept.join("&"))
}

/// Returns whether a pair only records where a reader came from.
pub(super) fn is_tracking(pair: &str) -> bool {
    let (name, value) = lower_case(pair);
    TRACKING.is_match(&name) || (lists::SOURCE_PARAMETERS.contains(&name.as_str()) && FEEDS.prefix(&value).is_some())
}

/// Returns whether a pair names a visit.
///
/// Short names such as `sid` are as often those of articles, so the value has to look random.
pub(super) fn is_session(pair: &str) -> bool {
    let (name, value) = lower_case(pair);
    SESSIONS.get(name.as_str()).is_some_and(|kind| *kind == "any" || is_random(&value))
}

/// Returns whether a pair chooses AMP, a mobile or a print view; `m=1` does not where it can be a month.
pub(super) fn is_view(pair: &str, has_months: bool) -> bool {
    match VIEWS.get(pair.to_ascii_lowercase().as_str()) {
        Some(&"mobile_or_month") => !has_months,
        Some(&"whole") | None => false,
        Some(_) => true,
    }
}

/// Returns whether a pair asks for the first or the only part of a page.
pub(super) fn is_whole_page(pair: &str) -> bool {
    VIEWS.get(pair.to_ascii_lowercase().as_str()) == Some(&"whole")
}

/// Returns whether a pair by its name or value can be what an article is known by.
pub(super) fn is_identifying(pair: &str) -> bool {
    let (name, value) = lower_case(pair);
    let words = value.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count();
    value.contains(|c: char| c.is_ascii_digit()) || words > 1 || lists::IDENTIFYING_PARAMETERS.contains(&name.as_str())
}

/// Returns whether a pair is the number of an article by its name and its value: `id=7`.
pub(super) fn is_article_number(pair: &str) -> bool {
    let (name, value) = lower_case(pair);
    value.contains(|c: char| c.is_ascii_digit()) && lists::IDENTIFYING_PARAMETERS.contains(&name.as_str())
}

/// Returns whether a query has parts of a date beside the month.
pub(super) fn has_date(query: &str) -> bool {
    query.split('&').any(|pair| PARTS_OF_DATES.contains(&lower_case(pair).0.as_str()))
}

/// Returns whether a value is made of hexadecimal digits as only a machine writes them.
fn is_random(value: &str) -> bool {
    let has = |is: fn(&u8) -> bool| value.bytes().any(|b| is(&b));
    value.len() >= SHORTEST_RANDOM
        && value.bytes().all(|b| b.is_ascii_hexdigit())
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
}

/// Returns a pair's name and value in lower case; without `=` the value is empty.
fn lower_case(pair: &str) -> (String, String) {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    (name.to_ascii_lowercase(), value.to_ascii_lowercase())
}
