//! The words of pages in an article's place: challenges, errors, log-ins, questions of consent.

use std::sync::LazyLock;

use crate::text::phrases::{PhraseSet, lists};

static WALLS: LazyLock<PhraseSet> = LazyLock::new(|| {
    PhraseSet::new(&[lists::CHALLENGE_PAGES, lists::ERROR_PAGES, lists::LOGIN_PAGES, lists::UNSUPPORTED_BROWSER_PAGES])
});
static ERROR_TITLES: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::ERROR_TITLES]));
static CONSENT_TOPICS: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::CONSENT_TOPICS]));
static CONSENT_REQUESTS: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::CONSENT_REQUESTS]));
static CHALLENGE_SCRIPTS: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::CHALLENGE_SCRIPTS]));

/// Returns whether a title or a short page is a wall's.
pub(crate) fn is_wall(lower: &str) -> bool {
    WALLS.is_match(lower)
}

/// Returns whether a title is nothing but an error's number or name.
pub(crate) fn is_error(title: &str) -> bool {
    let bare = title.trim_matches(|c: char| !c.is_alphanumeric());
    ERROR_TITLES.is_match(bare)
        || bare.strip_prefix("404").is_some_and(|rest| rest.starts_with(|c: char| !c.is_alphanumeric()))
            && bare.len() < 40
}

/// Returns whether a text, and not only a word of it, is a question of consent.
pub(crate) fn is_consent_page(lower: &str) -> bool {
    CONSENT_REQUESTS.is_match(lower) && count_consent_topics(lower) >= 2
}

/// Returns how many things that consent pages speak of a text names.
pub(crate) fn count_consent_topics(lower: &str) -> usize {
    CONSENT_TOPICS.count(lower)
}

/// Returns whether an address is that of a challenge's script.
pub(crate) fn is_challenge(address: &str) -> bool {
    CHALLENGE_SCRIPTS.is_match(&address.to_ascii_lowercase())
}
