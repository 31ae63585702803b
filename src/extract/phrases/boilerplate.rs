//! Boilerplate: lines whose words alone show that they are no part of a story.

mod openings;

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::clock::is_player_position;
use crate::text::sentence_end::ends_statement;
use openings::{LABELS, OPENINGS};

/// Words that make a short line clutter wherever they stand; in lower case.
const RIGHTS: &[&str] =
    &["all rights reserved", "alle rechte vorbehalten", "todos los derechos", "tous droits réservés"];

/// Words that do so where the line is no sentence, or speaks to its reader or of those who publish it; in lower case.
const WITHIN: &[&str] = &[
    "sign up for our",
    "subscribe to our",
    "our newsletter",
    "privacy policy",
    "terms of use",
    "terms of service",
    "cookie policy",
    "follow us on",
    "like us on facebook",
    "share this article",
    "your email address",
    "comments are moderated",
    "log in to comment",
    "to leave a comment",
    "download our app",
];

/// Returns whether a line is an invitation, a label, a share link, a player's clock or the like. `linked` is the part inside
/// links.
pub(crate) fn is_boilerplate(words: &str, linked: f32) -> bool {
    if words.len() > 300 {
        return false;
    }
    let lower = words.to_lowercase();
    let sentence = words.len() > 40 && ends_statement(words) && linked < 0.3;
    let told = || sentence && linked < 0.2 && !speaks_to_reader(&lower);
    (!sentence && (words.len() < 80 || linked > 0.3) && opens(&lower))
        || (words.len() < 220 && (RIGHTS_ANY.is_match(&lower) || WITHIN_ANY.is_match(&lower) && !told()))
        || is_player_position(words)
}

/// Returns whether a line in lower case says `you` or `we`, as those do who publish it.
fn speaks_to_reader(lower: &str) -> bool {
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    words.any(|w| matches!(w, "you" | "your" | "we" | "our" | "us" | "this" | "here" | "click" | "please"))
}

/// Every block of a page is asked, so the phrases are looked for all at once.
static RIGHTS_ANY: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(RIGHTS));

static WITHIN_ANY: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(WITHIN));

static OPENINGS_BY_BYTE: LazyLock<Vec<Vec<&str>>> = LazyLock::new(|| {
    let mut buckets = vec![Vec::new(); 256];
    for opening in OPENINGS {
        let Some(bucket) = opening.bytes().next().and_then(|b| buckets.get_mut(usize::from(b))) else { continue };
        bucket.push(*opening);
    }
    buckets
});

/// Returns whether a line in lower case is a label, or begins with one of the openings as whole words.
fn opens(lower: &str) -> bool {
    let label = lower.trim_end_matches(|c: char| !c.is_alphabetic());
    if LABELS.contains(&label) {
        return true;
    }
    let whole = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    let bucket = lower.bytes().next().and_then(|b| OPENINGS_BY_BYTE.get(usize::from(b)));
    bucket.is_some_and(|bucket| bucket.iter().any(|o| lower.strip_prefix(o).is_some_and(whole)))
}

/// Phrases that are looked for all at once.
struct Phrases(Option<AhoCorasick>);

impl Phrases {
    fn new(phrases: &[&str]) -> Self {
        Self(AhoCorasick::new(phrases).ok())
    }

    fn is_match(&self, lower: &str) -> bool {
        self.0.as_ref().is_some_and(|all| all.is_match(lower))
    }
}

/// What a page says of cookies and of what it loads from elsewhere, and never a story; in lower case.
const CONSENT: &[&str] = &[
    "this website uses cookies",
    "our website uses cookies",
    "this site uses cookies",
    "our site uses cookies",
    "we use cookies",
    "wir verwenden cookies",
    "diese website verwendet cookies",
    "diese webseite verwendet cookies",
    "nous utilisons des cookies",
    "ce site utilise des cookies",
    "utilizamos cookies",
    "usamos cookies",
    "este sitio utiliza cookies",
    "questo sito utilizza cookie",
    "questo sito utilizza i cookie",
    "deze website gebruikt cookies",
    "wij gebruiken cookies",
    "externen inhalt",
    "externe inhalte angezeigt",
    "externer inhalt angezeigt",
    "inhalte von drittanbietern",
    "daten an drittplattformen",
    "content is provided by",
    "before anything is loaded",
    "contenu externe",
    "contenido externo",
];

/// Returns whether a line asks for consent, with cookies or with what comes from another site.
pub(crate) fn is_consent_notice(words: &str) -> bool {
    let quoted = words.contains(['“', '„', '«']) || words.starts_with('"');
    words.len() < 700 && !quoted && CONSENT_ANY.is_match(&words.to_lowercase())
}

static CONSENT_ANY: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(CONSENT));

/// Returns whether a line is a headline in capitals that leads elsewhere. `linked` is the part inside links.
pub(crate) fn is_all_caps_link(words: &str, linked: f32) -> bool {
    let letters = || words.chars().filter(|c| c.is_alphabetic());
    linked > 0.9 && words.len() > 25 && letters().count() > 15 && letters().all(char::is_uppercase)
}

/// Returns whether a short line invites to subscribe, or asks whether something foreign may be loaded.
pub(crate) fn is_call_to_action(words: &str) -> bool {
    if words.len() > 90 {
        return false;
    }
    let lower = words.trim().to_lowercase();
    [
        "sign up",
        "subscribe",
        "newsletter",
        "get our newsletter",
        "enter your email",
        "s'abonner",
        "jetzt abonnieren",
        "newsletter abonnieren",
        "suscríbete",
        "iscriviti",
        "by signing up",
    ]
    .iter()
    .any(|o| lower.starts_with(o))
        || lower.contains("in your inbox")
        || (lower.starts_with("allow ") && lower.ends_with("content?"))
}

/// What a note under a story says of it: who helped, where and when it appeared first; in lower case.
const NOTES: &[&str] = &[
    "contributed to this report",
    "contributed to this story",
    "contributed to this article",
    "contributed reporting",
    "contributed research",
    "story has been updated",
    "article has been updated",
    "originally appeared",
    "was originally published",
    "was first published",
    "first published in",
    "is republished from",
    "hat ihnen dieser artikel gefallen",
    "unterstützen sie uns",
    "first appeared on",
    "original article published",
    "translated from the",
];

/// Returns whether a last line is a note under the story, or a rule drawn in letters.
///
/// A note says who helped, where the story appeared, or whom to write to.
pub(crate) fn is_editorial_note(words: &str) -> bool {
    if !words.chars().any(char::is_alphanumeric) {
        return true;
    }
    if words.len() > 350 || words.contains(['“', '„', '«']) {
        return false;
    }
    let lower = words.trim_start_matches(['_', '*', '-', '–', '—', ' ']).to_lowercase();
    let starts = |openings: &[&str]| openings.iter().any(|o| lower.starts_with(o));
    NOTES.iter().any(|n| lower.contains(n))
        || starts(&["sign up to ", "sign up for ", "subscribe to ", "translation of "])
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
