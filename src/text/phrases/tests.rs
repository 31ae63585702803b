//! `PhraseSet` against the search that looks for one phrase after another.

use proptest::prelude::*;

use super::{Phrase, PhraseKind, PhraseSet};

const KINDS: [PhraseKind; 6] = [
    PhraseKind::Contains,
    PhraseKind::Word,
    PhraseKind::Prefix,
    PhraseKind::Opening,
    PhraseKind::Suffix,
    PhraseKind::Line,
];

fn set(phrases: &[(&'static str, PhraseKind)]) -> PhraseSet {
    let phrases: Vec<Phrase> = phrases.iter().map(|&(text, kind)| Phrase { text, kind }).collect();
    PhraseSet::new(&[&phrases])
}

/// Draws what a set of one phrase finds: `[phrase]` where it counts, in each of the lines.
#[track_caller]
fn check(kind: PhraseKind, phrase: &'static str, matched: &[&str], not_matched: &[&str]) {
    let set = set(&[(phrase, kind)]);
    let found: Vec<&str> = matched.iter().chain(not_matched).copied().filter(|line| set.is_match(line)).collect();
    assert_eq!(found, matched, "{kind:?} {phrase}");
}

#[test]
fn a_kind_says_where_a_phrase_counts() {
    check(PhraseKind::Contains, "live", &["live", "deliver it: live", "delivery"], &["liv"]);
    check(PhraseKind::Word, "live", &["live", "/sport/live/", "vote — live"], &["delivery", "alive", "lives", "élive"]);
    check(PhraseKind::Prefix, "subscribe", &["subscribe", "subscribers only"], &["to subscribe"]);
    check(PhraseKind::Opening, "read more", &["read more", "read more: a vote"], &["read moreover", "to read more"]);
    check(PhraseKind::Suffix, "content?", &["content?", "allow this content?"], &["content? no"]);
    check(PhraseKind::Line, "comments", &["comments"], &["comments 12", "no comments"]);
}

#[test]
fn the_longest_phrase_begins_and_ends_a_line() {
    let set = set(&[
        ("photo", PhraseKind::Prefix),
        ("photo by", PhraseKind::Opening),
        ("times", PhraseKind::Suffix),
        ("new times", PhraseKind::Suffix),
    ]);
    assert_eq!(set.prefix("photo by ana cruz"), Some("photo by"));
    assert_eq!(set.prefix("photo byline"), Some("photo"));
    assert_eq!(set.suffix("ana cruz, new times"), Some("new times"));
    assert_eq!(set.suffix("ana cruz"), None);
}

#[test]
fn phrases_within_phrases_are_counted_each() {
    let set = set(&[("consent", PhraseKind::Contains), ("your consent", PhraseKind::Contains)]);
    assert_eq!(set.count("withdraw your consent, or give your consent"), 2);
    let found: Vec<_> = set.find("your consent").collect();
    assert_eq!(found, [0..12, 5..12]);
}

#[test]
fn an_empty_set_finds_nothing() {
    let set = PhraseSet::new(&[]);
    assert!(!set.is_match("") && !set.is_match("a line"));
    assert_eq!((set.count("a line"), set.prefix("a line")), (0, None));
}

/// Where a phrase counts in a text, by its definition.
fn naive(phrase: &str, kind: PhraseKind, text: &str) -> Vec<std::ops::Range<usize>> {
    let starts = text.char_indices().map(|(at, _)| at).filter(|at| text.split_at(*at).1.starts_with(phrase));
    let counts = |at: &usize| {
        let end = at + phrase.len();
        let begins = !text.split_at(*at).0.ends_with(char::is_alphanumeric);
        let ends = !text.split_at(end).1.starts_with(char::is_alphanumeric);
        match kind {
            PhraseKind::Contains => true,
            PhraseKind::Word => begins && ends,
            PhraseKind::Prefix => *at == 0,
            PhraseKind::Opening => *at == 0 && ends,
            PhraseKind::Suffix => end == text.len(),
            PhraseKind::Line => *at == 0 && end == text.len(),
        }
    };
    starts.filter(counts).map(|at| at..at + phrase.len()).collect()
}

proptest! {
    #[test]
    fn a_set_finds_what_each_phrase_finds_alone(
        phrases in prop::collection::vec(("[abé ]{1,4}", prop::sample::select(&KINDS[..])), 0..8),
        text in "[abé .]{0,24}",
    ) {
        let leaked: Vec<Phrase> =
            phrases.iter().map(|(text, kind)| Phrase { text: text.clone().leak(), kind: *kind }).collect();
        let set = PhraseSet::new(&[&leaked]);
        let of = |kinds: &[PhraseKind]| leaked.iter().filter(|p| kinds.contains(&p.kind)).copied().collect::<Vec<_>>();
        let found = |phrase: &Phrase| naive(phrase.text, phrase.kind, &text);

        prop_assert_eq!(set.is_match(&text), leaked.iter().any(|phrase| !found(phrase).is_empty()));

        let inside = of(&[PhraseKind::Contains, PhraseKind::Word]);
        let mut expected: Vec<_> = inside.iter().flat_map(found).map(|r| (r.start, r.end)).collect();
        let mut actual: Vec<_> = set.find(&text).map(|r| (r.start, r.end)).collect();
        expected.sort_unstable();
        actual.sort_unstable();
        prop_assert_eq!(actual, expected);

        let longest = |kinds: &[PhraseKind]| {
            of(kinds).iter().filter(|phrase| !found(phrase).is_empty()).map(|phrase| phrase.text).max_by_key(|t| t.len())
        };
        prop_assert_eq!(set.prefix(&text), longest(&[PhraseKind::Prefix, PhraseKind::Opening]));
        prop_assert_eq!(set.suffix(&text), longest(&[PhraseKind::Suffix]));
    }
}
