//! Sets of phrases that are looked for in a line all at once.
//!
//! The phrases stand in `data/`, which `build.rs` compiles into [`lists`]; `data/README.md` describes them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::steps;
use aho_corasick::automaton::OverlappingState;
use aho_corasick::{AhoCorasick, Anchored, Input, StartKind};

/// Where in a line a phrase counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum PhraseKind {
    /// Anywhere: `cookies` in `about-cookies.html`.
    Contains,
    /// Anywhere, as whole words: `live` in `/sport/live/`, but not in `/delivery/`.
    Word,
    /// At the beginning: `subscribe` in `Subscribers only`.
    Prefix,
    /// At the beginning, as whole words: `read more` in `Read more: …`, but not in `Read moreover …`.
    Opening,
    /// At the end.
    Suffix,
    /// As the whole line.
    Line,
}

/// A phrase of a list, and where in a line it counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Phrase {
    /// The phrase, in lower case where its list is.
    pub(crate) text: &'static str,
    /// Where it counts.
    pub(crate) kind: PhraseKind,
}

/// A word of a list for analysis.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// The word, or several.
    pub(crate) text: &'static str,
    /// The language, as a BCP 47 tag.
    pub(crate) language: &'static str,
    /// Its class, or what it stands for; empty in lists without classes.
    pub(crate) class: &'static str,
}

/// The words of a list for analysis, in any language, with their classes.
#[derive(Debug)]
pub(crate) struct WordSet(HashMap<&'static str, &'static str>);

impl WordSet {
    /// Returns the set of a list's words. Of a word with two classes the last one counts.
    pub(crate) fn new(list: &[Word]) -> Self {
        Self(list.iter().map(|word| (word.text, word.class)).collect())
    }

    /// Returns whether the word is in the list, as it is written.
    pub(crate) fn contains(&self, word: &str) -> bool {
        self.0.contains_key(word)
    }

    /// Returns the class of a word in the list.
    pub(crate) fn class(&self, word: &str) -> Option<&'static str> {
        self.0.get(word).copied()
    }
}

/// The lists of `data/`, one table each.
pub(crate) mod lists {
    use super::{Phrase, PhraseKind, Word};

    include!(concat!(env!("OUT_DIR"), "/lists.rs"));
}

/// Phrases that are looked for all at once, in time linear in the text.
///
/// A text is compared as it is: who looks for phrases in lower case gives a text in lower case. A word's end is any place
/// beside which no letter or digit stands.
#[derive(Debug)]
pub(crate) struct PhraseSet {
    /// `Contains` and `Word`.
    anywhere: Option<Finder>,
    /// `Prefix` and `Opening`.
    at_start: Option<Finder>,
    /// `Suffix`.
    at_end: Option<Finder>,
    /// `Line`.
    lines: HashSet<&'static str>,
}

impl PhraseSet {
    /// Returns the set of the phrases of one or more lists.
    pub(crate) fn new(lists: &[&[Phrase]]) -> Self {
        let of = |kinds: &[PhraseKind]| -> Vec<Phrase> {
            lists.iter().copied().flatten().filter(|phrase| kinds.contains(&phrase.kind)).copied().collect()
        };
        Self {
            anywhere: Finder::new(of(&[PhraseKind::Contains, PhraseKind::Word]), StartKind::Unanchored),
            at_start: Finder::new(of(&[PhraseKind::Prefix, PhraseKind::Opening]), StartKind::Anchored),
            at_end: Finder::new(of(&[PhraseKind::Suffix]), StartKind::Unanchored),
            lines: of(&[PhraseKind::Line]).iter().map(|phrase| phrase.text).collect(),
        }
    }

    /// Returns whether a phrase of the set is in the text, at a place where it counts.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.prefix(text).is_some() || self.lines.contains(text) || self.is_inside(text) || self.suffix(text).is_some()
    }

    /// Returns whether a phrase counts that may be anywhere.
    fn is_inside(&self, text: &str) -> bool {
        let Some(finder) = &self.anywhere else { return false };
        steps::count(text.len());
        if finder.only_contains { finder.automaton.is_match(text) } else { finder.find(text).next().is_some() }
    }

    /// Returns the ranges of bytes of all phrases that may be anywhere, by their ends.
    pub(crate) fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        self.anywhere.iter().flat_map(|finder| finder.find(text)).map(|(_, range)| range)
    }

    /// Returns the last range of bytes of each phrase that may be anywhere and is in the text.
    pub(crate) fn last_of_each(&self, text: &str) -> Vec<Range<usize>> {
        let found = self.anywhere.iter().flat_map(|finder| finder.find(text));
        found.collect::<HashMap<_, _>>().into_values().collect()
    }

    /// Returns the longest phrase that may be anywhere and with which the text begins.
    pub(crate) fn leading(&self, text: &str) -> Option<&'static str> {
        self.anywhere.as_ref()?.leading(text)
    }

    /// Returns how many different phrases that may be anywhere are in the text.
    pub(crate) fn count(&self, text: &str) -> usize {
        self.anywhere
            .iter()
            .flat_map(|finder| finder.find(text))
            .map(|(phrase, _)| phrase)
            .collect::<HashSet<_>>()
            .len()
    }

    /// Returns the longest phrase with which the text begins.
    pub(crate) fn prefix(&self, text: &str) -> Option<&'static str> {
        self.at_start.as_ref()?.leading(text)
    }

    /// Returns the longest phrase with which the text ends.
    pub(crate) fn suffix(&self, text: &str) -> Option<&'static str> {
        let finder = self.at_end.as_ref()?;
        let tail = text.get(text.floor_char_boundary(text.len().saturating_sub(finder.longest))..)?;
        let ending = finder.find(tail).filter(|(_, range)| range.end == tail.len());
        let (phrase, _) = ending.min_by_key(|(_, range)| range.start)?;
        finder.phrases.get(phrase).map(|phrase| phrase.text)
    }
}

/// Bytes of the longest character: one is seen behind a phrase.
const LONGEST_CHAR: usize = 4;

/// Returns the first bytes of a text, up to a character's end.
fn head(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or(text)
}

/// An automaton over phrases of some kinds.
#[derive(Debug)]
struct Finder {
    automaton: AhoCorasick,
    anchored: Anchored,
    phrases: Vec<Phrase>,
    only_contains: bool,
    /// Bytes of the longest phrase.
    longest: usize,
}

impl Finder {
    /// Returns the automaton, if there are phrases.
    fn new(phrases: Vec<Phrase>, start: StartKind) -> Option<Self> {
        let longest = phrases.iter().map(|phrase| phrase.text.len()).max()?;
        let texts = phrases.iter().map(|phrase| phrase.text);
        let automaton =
            AhoCorasick::builder().start_kind(start).build(texts).expect("lists of a few thousand phrases fit");
        let anchored = if start == StartKind::Anchored { Anchored::Yes } else { Anchored::No };
        let only_contains = phrases.iter().all(|phrase| phrase.kind == PhraseKind::Contains);
        Some(Self { automaton, anchored, phrases, only_contains, longest })
    }

    /// Returns the longest phrase at the text's first byte.
    fn leading(&self, text: &str) -> Option<&'static str> {
        let head = head(text, self.longest + LONGEST_CHAR);
        let (phrase, _) = self.find(head).filter(|(_, range)| range.start == 0).last()?;
        self.phrases.get(phrase).map(|phrase| phrase.text)
    }

    /// Returns each phrase in the text, as its index and range, by the phrases' ends.
    fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, Range<usize>)> + 't {
        steps::count(if self.anchored == Anchored::Yes { self.longest } else { text.len() });
        let mut state = OverlappingState::start();
        let found = std::iter::from_fn(move || {
            let input = Input::new(text).anchored(self.anchored);
            steps::count(1);
            self.automaton.try_find_overlapping(input, &mut state).ok()?;
            state.get_match()
        });
        let found = found.map(|found| (found.pattern().as_usize(), found.range()));
        found.filter(|(phrase, range)| self.phrases.get(*phrase).is_some_and(|phrase| counts(phrase.kind, text, range)))
    }
}

/// Returns whether a phrase's place has the borders of words that its kind asks for.
fn counts(kind: PhraseKind, text: &str, range: &Range<usize>) -> bool {
    let before = || text.get(..range.start).unwrap_or_default().ends_with(char::is_alphanumeric);
    let behind = || text.get(range.end..).unwrap_or_default().starts_with(char::is_alphanumeric);
    match kind {
        PhraseKind::Word => !before() && !behind(),
        PhraseKind::Opening => !behind(),
        PhraseKind::Contains | PhraseKind::Prefix | PhraseKind::Suffix | PhraseKind::Line => true,
    }
}

#[cfg(test)]
mod tests;
