//! Capitalised names that no entity covers, and the gender that names and titles tell.

use std::collections::HashMap;
use std::ops::Range;

use super::participants::{Cast, Character, Naming, Nature};
use crate::analyze::discourse::{Class, Reading};
use crate::analyze::lexicon::given_names::{self as given, Gender};
use crate::analyze::lexicon::speech as lexicon;
use crate::model::Span;

/// Whether a noun phrase such as "the ministry" is about a body: by its last word.
pub(in crate::analyze) fn body(phrase: &str) -> bool {
    phrase.split_whitespace().next_back().is_some_and(|word| lexicon::body(&word.to_lowercase()))
}

/// Adds the capitalised names of the text that overlap no naming yet.
pub(super) fn add(cast: &mut Cast, reading: &Reading<'_>) {
    let mut known = Known::default();
    for (who, character) in cast.characters.iter().enumerate() {
        known.learn(&character.name, who);
    }
    let mut found: Vec<(Range<usize>, bool)> = runs(reading)
        .into_iter()
        .map(|run| untitled(reading, run))
        .filter(|(run, _)| {
            !run.is_empty() && cast.last_in(reading.layer.span(run.clone())).is_none() && plausible(reading, run)
        })
        .collect();
    // Full names first, so that a surname alone finds its owner wherever it stands.
    found.sort_by_key(|(run, _)| (run.len() < 2, run.start));
    let mut added = Vec::new();
    for (run, titled) in found {
        let span = bare(reading, run.clone());
        let name = span.of(reading.layer.text);
        let who = known.find(name).unwrap_or_else(|| {
            let nature = nature(reading, &run, titled);
            cast.characters.push(Character {
                entity: None,
                name: name.to_owned(),
                nature,
                gender: None,
                titles: Vec::new(),
            });
            known.learn(name, cast.characters.len() - 1);
            cast.characters.len() - 1
        });
        let character = &mut cast.characters[who];
        if character.entity.is_none() && name.len() > character.name.len() {
            name.clone_into(&mut character.name);
        }
        added.push(Naming { span, who });
    }
    cast.namings.append(&mut added);
    cast.namings.sort_by_key(|n| n.span);
}

/// Names known so far: whole, and by their last and first words.
#[derive(Default)]
struct Known {
    whole: HashMap<String, usize>,
    part: HashMap<String, usize>,
}

impl Known {
    fn learn(&mut self, name: &str, who: usize) {
        let name = name.to_lowercase();
        let words: Vec<&str> = name.split_whitespace().collect();
        if words.len() > 1 {
            for word in words.first().into_iter().chain(words.last()) {
                self.part.entry((*word).to_owned()).or_insert(who);
            }
            if let (Some(first), Some(last)) = (words.first(), words.last()) {
                self.whole.entry(format!("{first} {last}")).or_insert(who);
            }
        }
        self.whole.entry(name).or_insert(who);
    }

    fn find(&self, name: &str) -> Option<usize> {
        let name = name.to_lowercase();
        let whole = self.whole.get(&name).copied();
        let mut words = name.split_whitespace();
        match (words.next(), words.next_back()) {
            (Some(first), Some(last)) => whole.or_else(|| self.whole.get(&format!("{first} {last}")).copied()),
            (Some(only), None) => self.part.get(only).copied().or(whole),
            _ => None,
        }
    }
}

/// Runs of capitalised words.
fn runs(reading: &Reading<'_>) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    for unit in &reading.units {
        let mut at = unit.start;
        while at < unit.end {
            if !begins(reading, at, unit) {
                at += 1;
                continue;
            }
            let start = at;
            at += 1;
            while let Some(next) = follows(reading, at, unit.end) {
                at = next;
            }
            runs.push(start..at);
        }
    }
    runs
}

fn begins(reading: &Reading<'_>, at: usize, unit: &Range<usize>) -> bool {
    let lower = reading.lower(at);
    let function = lexicon::pronoun(lower)
        || lexicon::determiner(lower)
        || lexicon::preposition(lower)
        || lexicon::conjunction(lower)
        || lexicon::adverbial(lower)
        || lexicon::calendar(lower)
        || lower.contains('\'');
    let opens = at == unit.start || !reading.is_word(at - 1);
    // A capital after a stop or a mark may be the sentence's and not the word's.
    reading.class(at) == Class::Upper && !function && !(opens && reading.words[at].cue.is_some())
}

/// The token after `at` when the name goes on there.
fn follows(reading: &Reading<'_>, at: usize, end: usize) -> Option<usize> {
    if at >= end || reading.words[at - 1].possessive {
        return None;
    }
    let capital = |i: usize| i < end && reading.class(i) == Class::Upper && !lexicon::calendar(reading.lower(i));
    let lower = reading.lower(at);
    let tight = reading.layer.tokens[at - 1].span.end == reading.layer.tokens[at].span.start;
    let short = reading.lower(at - 1).chars().count() == 1 || lexicon::title(&format!("{}.", reading.lower(at - 1)));
    if capital(at) && !lexicon::pronoun(lower) {
        Some(at + 1)
    } else if (lower == "." && tight && short || lower == "-" && tight || lexicon::particle(lower)) && capital(at + 1) {
        Some(at + 2)
    } else {
        None
    }
}

/// Without the titles in front; whether there was one that only people bear.
fn untitled(reading: &Reading<'_>, mut run: Range<usize>) -> (Range<usize>, bool) {
    let mut titled = false;
    while run.len() > 1 {
        let lower = reading.lower(run.start);
        if lower == "." || lower == "-" {
            run.start += 1;
        } else if lexicon::title(lower) || lexicon::title(&format!("{lower}.")) {
            titled |= !["american", "british", "u.s.", "us", "state", "national", "foreign"].contains(&lower);
            run.start += 1;
        } else {
            break;
        }
    }
    (run, titled)
}

/// A single capitalised word at a sentence's start is a name only when it is known as one.
fn plausible(reading: &Reading<'_>, run: &Range<usize>) -> bool {
    let first = reading.lower(run.start);
    if run.len() > 1 || (reading.lower(run.start).chars().count() > 1 && given::given(first).is_some()) {
        return true;
    }
    let opens = run.start == 0 || !reading.is_word(run.start - 1);
    let speaks = (run.end..run.end + 2).any(|i| reading.words.get(i).is_some_and(|w| w.cue.is_some()));
    first.chars().count() > 1 && !lexicon::title(first) && (!opens || speaks)
}

/// The span of a run without a possessive's ending.
pub(super) fn bare(reading: &Reading<'_>, run: Range<usize>) -> Span {
    let last = run.end - 1;
    let mut span = reading.layer.span(run);
    let word = reading.layer.word(last);
    if word.ends_with("'s") || word.ends_with("’s") {
        let cut = word.trim_end_matches(['s', 'S']).trim_end_matches(['\'', '’']).len();
        span.end = reading.layer.tokens[last].span.start + cut;
    }
    span
}

fn nature(reading: &Reading<'_>, run: &Range<usize>, titled: bool) -> Nature {
    let first = reading.lower(run.start);
    let last = reading.lower(run.end - 1);
    if lexicon::body(last) || lexicon::body(first) {
        Nature::Body
    } else if lexicon::thing(last) {
        Nature::Thing
    } else if titled || given::given(first).is_some() {
        Nature::Person
    } else {
        Nature::Unknown
    }
}

/// Tells gender by honorifics and nouns before a name, else by the given name.
pub(super) fn tell_gender(cast: &mut Cast, reading: &Reading<'_>) {
    let mut told: Vec<(usize, Gender)> = Vec::new();
    for naming in &cast.namings {
        let first = reading.token_at(naming.span.start);
        let own = reading.lower(first).trim_end_matches('.');
        let back = (1..=2).filter_map(|n| first.checked_sub(n)).map(|i| reading.lower(i).trim_end_matches('.'));
        for word in back.chain([own]) {
            if lexicon::female(word) {
                told.push((naming.who, Gender::Female));
            } else if lexicon::male(word) {
                told.push((naming.who, Gender::Male));
            }
        }
    }
    for character in &mut cast.characters {
        if matches!(character.nature, Nature::Person | Nature::Unknown) {
            let name = character.name.to_lowercase();
            let mut words = name.split_whitespace().filter(|w| !lexicon::title(w));
            character.gender = words.next().and_then(given::given).and_then(given::Given::gender);
        }
    }
    for (who, gender) in told {
        let character = &mut cast.characters[who];
        if matches!(character.nature, Nature::Person | Nature::Unknown) {
            character.gender = Some(gender);
        }
    }
}
