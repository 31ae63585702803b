//! Boilerplate: lines whose words alone show that they are no part of a story.

use std::sync::LazyLock;

use super::clock::is_player_position;
use crate::text::phrases::{PhraseSet, lists};
use crate::text::sentence_end::ends_statement;

/// Bytes of the longest line that is boilerplate by its words alone (chosen).
const MAX_BYTES: usize = 300;
/// Bytes of a label, and of a sentence of a story, at the least (chosen).
const LABEL_BYTES: usize = 80;
const SENTENCE_BYTES: usize = 40;
/// Bytes below which a line with a notice is one (chosen).
const NOTICE_BYTES: usize = 220;
/// The part of a line inside links from which on it is no sentence, and none that tells something (chosen).
const LINKED_LABEL: f32 = 0.3;
const LINKED_SENTENCE: f32 = 0.2;
/// Bytes of a question for consent, below (chosen).
const CONSENT_BYTES: usize = 700;
/// The part inside links, the bytes and the letters of a headline in capitals that leads elsewhere (chosen).
const CAPS_LINKED: f32 = 0.9;
const CAPS_BYTES: usize = 25;
const CAPS_LETTERS: usize = 15;
/// Bytes of an invitation and of a note under the story, at most (chosen).
const CALL_BYTES: usize = 90;
const NOTE_BYTES: usize = 350;

static RIGHTS: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::RIGHTS_NOTICES]));
static NOTICES: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::SITE_NOTICES]));
static OPENINGS: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::BOILERPLATE_OPENINGS]));
static LABELS: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::BOILERPLATE_LABELS]));
static CONSENT: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::CONSENT_NOTICES]));
static CALLS: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::CALL_TO_ACTION]));
static NOTES: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::EDITORIAL_NOTES]));

/// Returns whether a line is an invitation, a label, a share link, a player's clock or the like. `linked` is the part inside
/// links.
pub(crate) fn is_boilerplate(words: &str, linked: f32) -> bool {
    if words.len() > MAX_BYTES {
        return false;
    }
    let lower = words.to_lowercase();
    let sentence = words.len() > SENTENCE_BYTES && ends_statement(words) && linked < LINKED_LABEL;
    let told = || sentence && linked < LINKED_SENTENCE && !speaks_to_reader(&lower);
    (!sentence && (words.len() < LABEL_BYTES || linked > LINKED_LABEL) && opens(&lower))
        || (words.len() < NOTICE_BYTES && (RIGHTS.is_match(&lower) || NOTICES.is_match(&lower) && !told()))
        || is_player_position(words)
}

/// Returns whether a line in lower case says `you` or `we`, as those do who publish it.
fn speaks_to_reader(lower: &str) -> bool {
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    words.any(|w| matches!(w, "you" | "your" | "we" | "our" | "us" | "this" | "here" | "click" | "please"))
}

/// Returns whether a line in lower case is a label, or begins with one of the openings as whole words.
fn opens(lower: &str) -> bool {
    let label = lower.trim_end_matches(|c: char| !c.is_alphabetic());
    LABELS.is_match(label) || OPENINGS.is_match(lower)
}

/// Returns whether a line asks for consent, with cookies or with what comes from another site.
pub(crate) fn is_consent_notice(words: &str) -> bool {
    let quoted = words.contains(['“', '„', '«']) || words.starts_with('"');
    words.len() < CONSENT_BYTES && !quoted && CONSENT.is_match(&words.to_lowercase())
}

/// Returns whether a line is a headline in capitals that leads elsewhere. `linked` is the part inside links.
pub(crate) fn is_all_caps_link(words: &str, linked: f32) -> bool {
    let letters = || words.chars().filter(|c| c.is_alphabetic());
    linked > CAPS_LINKED
        && words.len() > CAPS_BYTES
        && letters().count() > CAPS_LETTERS
        && letters().all(char::is_uppercase)
}

/// Returns whether a short line invites to subscribe, or asks whether something foreign may be loaded.
pub(crate) fn is_call_to_action(words: &str) -> bool {
    if words.len() > CALL_BYTES {
        return false;
    }
    let lower = words.trim().to_lowercase();
    CALLS.is_match(&lower) || (lower.starts_with("allow ") && lower.ends_with("content?"))
}

/// Returns whether a last line is a note under the story, or a rule drawn in letters.
///
/// A note says who helped, where the story appeared, or whom to write to.
pub(crate) fn is_editorial_note(words: &str) -> bool {
    if !words.chars().any(char::is_alphanumeric) {
        return true;
    }
    if words.len() > NOTE_BYTES || words.contains(['“', '„', '«']) {
        return false;
    }
    let lower = words.trim_start_matches(['_', '*', '-', '–', '—', ' ']).to_lowercase();
    let starts = |openings: &[&str]| openings.iter().any(|o| lower.starts_with(o));
    NOTES.is_match(&lower)
        || (starts(&["follow "]) && (lower.contains(" on ") || lower.contains('@')))
        || (starts(&["reach ", "contact ", "email "]) && (lower.contains('@') || lower.contains(" at ")))
}

#[cfg(test)]
mod tests {
    use super::is_boilerplate;

    #[test]
    fn labels_and_clocks_are_clutter() {
        for line in [
            "0:00",
            "00:00 / 03:12",
            "Advertisement",
            "Read more: Ferry runs again",
            "© 2026 The Harbour Gazette",
            "Lire aussi : Le port rouvre",
            "Comments (12)",
            "By subscribing you agree to our privacy policy.",
            "© 2026 The Harbour Gazette. All rights reserved.",
        ] {
            assert!(is_boilerplate(line, 0.0), "{line}");
        }
    }

    #[test]
    fn sentences_are_not() {
        for line in [
            "Share this burden, she told the council, and it will be lighter for everyone who works on the quays of the harbour.",
            "It was 10:30 when the ferry left.",
            "Comments on the plan",
            "Recommended reading",
            "The company said that its privacy policy had not changed.",
            "Those who do not accept the new terms of service by May will lose their accounts.",
        ] {
            assert!(!is_boilerplate(line, 0.0), "{line}");
        }
    }
}
