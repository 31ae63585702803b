//! Captions that only their words give away.

use std::sync::LazyLock;

use crate::text::phrases::{PhraseSet, lists};

/// Bytes of the longest caption, of the beginning in which a picture is named, and of the longest credit (chosen).
const CAPTION_BYTES: usize = 900;
const START_BYTES: usize = 90;
const CREDIT_BYTES: usize = 80;

static OPENINGS: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::CAPTION_OPENINGS]));
static PHRASES: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::CAPTION_PHRASES]));
static PICTURES: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::CAPTION_PICTURES]));

/// Returns whether a line is a picture's caption by its words alone.
///
/// They are how it begins, whom it names from left to right, or the credit at its end.
pub(crate) fn is_caption(words: &str) -> bool {
    if words.len() > CAPTION_BYTES {
        return false;
    }
    let lower = words.to_lowercase();
    let start = lower.split_at_checked(START_BYTES).map_or(lower.as_str(), |(start, _)| start);
    let shown = start.starts_with("in this ") && PICTURES.is_match(start);
    OPENINGS.is_match(&lower) || shown || PHRASES.is_match(&lower) || ends_with_credit(&lower)
}

/// `… (Photo: Ana Cruz)`, `… (Ana Cruz / AFP)`, `… Ana Cruz/Getty Images`.
fn ends_with_credit(lower: &str) -> bool {
    let agency = |name: &str| lists::PHOTO_AGENCIES.contains(&name.trim());
    let lower = lower.trim_end_matches(['.', ' ']);
    if let Some((_, credit)) = lower.strip_suffix([')', ']']).and_then(|rest| rest.rsplit_once(['(', '['])) {
        let credit = credit.trim();
        let opens = |o: &str| {
            credit.strip_prefix(o).is_some_and(|r| !r.starts_with(char::is_alphanumeric) || r.starts_with('s'))
        };
        return credit.len() <= CREDIT_BYTES
            && (lists::CREDIT_OPENINGS.iter().any(|o| opens(o)) || credit.split(['/', ',', '|']).skip(1).any(agency));
    }
    let last = lower.rsplit(['.', '!', '?', '”', '"']).next().unwrap_or(lower);
    last.len() <= CREDIT_BYTES && last.rsplit_once('/').is_some_and(|(_, name)| agency(name))
}

#[cfg(test)]
mod tests {
    use super::is_caption;

    #[test]
    fn captions_give_themselves_away() {
        for line in [
            "Pictured from left, the mayor, her deputy and the harbour master at the quay.",
            "In this Nov. 3, 2026, file photo, the ferry leaves Dunmore in a storm.",
            "New members of the crew, from left: Ana Cruz, Tomas Lind and Bea Orr.",
            "The wall on Monday morning. (Photo: Ana Cruz)",
            "The wall on Monday morning (Ana Cruz / AFP)",
            "The wall on Monday morning. Ana Cruz/Getty Images",
            "FILE - The ferry leaves Dunmore in a storm.",
            "Archivbild: Die Fähre verlässt den Hafen.",
        ] {
            assert!(is_caption(line), "{line}");
        }
    }

    #[test]
    fn sentences_do_not() {
        for line in [
            "She looked from left to the quay and saw nobody there.",
            "The photo that she had taken in this house was never found (she had hidden it).",
            "The council heard from both sides and/or their lawyers.",
            "He filed a complaint, and the file was lost.",
            "The pictures were shown to the court on Monday.",
        ] {
            assert!(!is_caption(line), "{line}");
        }
    }
}
