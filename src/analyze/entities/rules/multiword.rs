//! Names of several words that the tagger splits: "Baro & Sons", "Hurricane Ada", "Oslo Power Plant", "J.D. Baro", "Ada
//! \"Moose\" Baro", the second "van der Berg".

use std::collections::HashSet;

use super::super::ner::TaggedName;
use super::super::ner::gazetteer::FIRST;
use super::super::ner::labels::NameClass;
use super::super::ner::words::{Case, WordTable};
use super::types;
use crate::analyze::document::Document;

/// Words before the name of a storm.
const STORMS: [&str; 6] = ["Hurricane", "Typhoon", "Cyclone", "Storm", "Tropical", "Superstorm"];

/// Particles of family names, in lower case.
const PARTICLES: [&str; 24] = [
    "von", "van", "der", "den", "de", "la", "las", "los", "del", "della", "di", "da", "das", "do", "dos", "du", "bin",
    "ibn", "al", "el", "ter", "ten", "zu", "le",
];

/// Letters with full stops that are not initials of a person.
const ABBREVIATIONS: [&str; 8] = ["U.S.", "U.N.", "U.K.", "E.U.", "D.C.", "P.M.", "A.G.", "V.P."];

/// The largest number of tokens after a place in the name of a site (chosen).
const MAX_SITE_TOKENS: usize = 4;

/// Joins and extends names. They are in order and do not overlap, before and after.
pub(in crate::analyze::entities) fn correct(document: &Document<'_>, table: &WordTable, names: &mut Vec<TaggedName>) {
    add_storms(document, table, names);
    join_nicknames(document, table, names);
    let tails = particle_tails(document, names);
    let mut out: Vec<TaggedName> = Vec::with_capacity(names.len());
    let mut rest = std::mem::take(names).into_iter().peekable();
    while let Some(mut name) = rest.next() {
        let limit = rest.peek().map_or(document.tokens.len(), |next| next.tokens.start);
        if is_storm(document, &name) {
            name.class = NameClass::Other;
            let free = out.last().map_or(0, |last| last.tokens.end);
            while name.tokens.start > free && STORMS.contains(&document.word(name.tokens.start - 1)) {
                name.tokens.start -= 1;
            }
        } else if name.class == NameClass::Person && is_province(document, &name) {
            name.class = NameClass::Place;
        } else if name.class == NameClass::Person {
            let free = out.last().map_or(0, |last| last.tokens.end);
            name.tokens.start = extended_start(document, &tails, &name, free);
        } else if name.class == NameClass::Place {
            name.tokens.end = site_end(document, table, &name, limit);
        }
        match out.last_mut() {
            Some(last) if are_partners(document, last, &name) => {
                last.tokens.end = name.tokens.end;
                last.class = NameClass::Org;
                last.confidence = last.confidence.min(name.confidence);
            }
            _ => out.push(name),
        }
    }
    *names = out;
}

/// The confidence of a storm that the tagger missed (estimated).
const STORM_CONFIDENCE: f32 = 0.8;

/// Adds storms that the tagger missed: a given name after "Hurricane" that is not part of another name.
fn add_storms(document: &Document<'_>, table: &WordTable, names: &mut Vec<TaggedName>) {
    let kind = |token: usize| matches!(document.word(token), "Hurricane" | "Typhoon" | "Cyclone" | "Superstorm");
    let given = |token: &usize| {
        let word = &table.words[*token];
        kind(token - 1) && word.case == Case::Title && word.names & FIRST != 0 && word.run_end as usize == token + 1
    };
    let mut more: Vec<TaggedName> = Vec::new();
    for sentence in &document.sentences {
        let storms = (sentence.start + 1..sentence.end).filter(given);
        more.extend(storms.map(|token| TaggedName {
            tokens: token - 1..token + 1,
            class: NameClass::Other,
            confidence: STORM_CONFIDENCE,
        }));
    }
    more.retain(|storm| {
        let at = names.partition_point(|name| name.tokens.end <= storm.tokens.start);
        names.get(at).is_none_or(|name| storm.tokens.end <= name.tokens.start)
    });
    names.extend(more);
    names.sort_by_key(|name| name.tokens.start);
}

/// The largest number of tokens in a nickname (chosen).
const MAX_NICKNAME_TOKENS: usize = 3;

/// Joins a person's name around a nickname in marks. The nickname is that person wherever it occurs.
fn join_nicknames(document: &Document<'_>, table: &WordTable, names: &mut Vec<TaggedName>) {
    let mark = |token: usize| matches!(document.word(token), "\"" | "“" | "”" | "‘" | "’" | "'" | "``" | "''");
    // from the end of a name to the beginning of the next
    let between = |first: &TaggedName, next: usize| {
        let inner = first.tokens.end + 1..next.checked_sub(1)?;
        let marked =
            !inner.is_empty() && inner.len() <= MAX_NICKNAME_TOKENS && mark(inner.start - 1) && mark(inner.end);
        let close = !document.has_space_before(inner.start) && !document.has_space_before(inner.end);
        (marked && close && inner.clone().all(|token| table.words[token].capital())).then_some(inner)
    };
    let mut known: HashSet<&str> = HashSet::new();
    let mut out: Vec<TaggedName> = Vec::with_capacity(names.len());
    for name in names.drain(..) {
        let near = out.len().saturating_sub(1 + MAX_NICKNAME_TOKENS)..out.len();
        let person = |at: &usize| out[*at].class == NameClass::Person && out[*at].tokens.end < name.tokens.start;
        let first = near.rev().find(person).filter(|_| name.class == NameClass::Person);
        match first.and_then(|first| Some((first, between(&out[first], name.tokens.start)?))) {
            Some((first, nickname)) => {
                known.insert(document.span(nickname).of(document.text));
                out.truncate(first + 1);
                out[first].tokens.end = name.tokens.end;
            }
            None => out.push(name),
        }
    }
    for name in out.iter_mut().filter(|name| known.contains(document.span(name.tokens.clone()).of(document.text))) {
        name.class = NameClass::Person;
    }
    *names = out;
}

/// Returns whether a word for a province follows: "Thanh Hoa province" is not a person.
fn is_province(document: &Document<'_>, name: &TaggedName) -> bool {
    let next = name.tokens.end;
    next < document.tokens.len() && matches!(document.word(next), "province" | "oblast" | "governorate" | "prefecture")
}

/// Returns the parts of people's names from the first particle on, in lower case: "van der berg".
fn particle_tails(document: &Document<'_>, names: &[TaggedName]) -> HashSet<String> {
    let people = names.iter().filter(|name| name.class == NameClass::Person && name.tokens.len() > 2);
    let tail = |name: &TaggedName| {
        let mut tokens = name.tokens.start + 1..name.tokens.end - 1;
        let first = tokens.find(|&token| is_particle(document.word(token)))?;
        Some(document.span(first..name.tokens.end).of(document.text).to_lowercase())
    };
    people.filter_map(tail).collect()
}

/// Returns whether a word is a particle of family names.
pub(in crate::analyze::entities) fn is_particle(word: &str) -> bool {
    PARTICLES.iter().any(|particle| particle.eq_ignore_ascii_case(word))
}

/// Returns where a person's name begins with the initials before it and the particles that a fuller name has.
fn extended_start(document: &Document<'_>, tails: &HashSet<String>, name: &TaggedName, free: usize) -> usize {
    let start = name.tokens.start;
    let sentence = document.sentences.partition_point(|sentence| sentence.end <= start);
    let free = document.sentences.get(sentence).map_or(free, |sentence| free.max(sentence.start));
    let particles = (free..start).rev().take(3).take_while(|&token| is_particle(document.word(token))).count();
    let known =
        |count: &usize| tails.contains(&document.span(start - count..name.tokens.end).of(document.text).to_lowercase());
    if let Some(count) = (1..=particles).rev().find(known) {
        return start - count;
    }
    start - (free..start).rev().take(2).take_while(|&token| is_initials(document.word(token))).count()
}

/// Returns whether a word is a person's initials: "J.", "J.D.", "JD".
fn is_initials(word: &str) -> bool {
    let dotted = word.ends_with('.') && word.len() < 7 && word.split_terminator('.').all(|part| part.len() == 1);
    let capitals = word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'.');
    capitals && ((dotted && !ABBREVIATIONS.contains(&word)) || (word.len() == 2 && word.contains('J') && word != "DJ"))
}

/// Returns whether two single names around an ampersand are a firm: "Baro & Ito".
fn are_partners(document: &Document<'_>, a: &TaggedName, b: &TaggedName) -> bool {
    a.tokens.end + 1 == b.tokens.start
        && document.word(a.tokens.end) == "&"
        && [a, b]
            .iter()
            .all(|name| name.class == NameClass::Org || (name.class == NameClass::Person && name.tokens.len() == 1))
}

fn is_storm(document: &Document<'_>, name: &TaggedName) -> bool {
    let before = |word: &str| STORMS.contains(&word) && word != "Tropical";
    name.tokens.len() == 1 && name.tokens.start > 0 && before(document.word(name.tokens.start - 1))
        || (name.tokens.len() > 1 && name.class != NameClass::Org && before(document.word(name.tokens.start)))
}

/// Returns the end of a place's name with the capitalised words after it, when they end in a word for a facility.
fn site_end(document: &Document<'_>, table: &WordTable, name: &TaggedName, limit: usize) -> usize {
    let end = name.tokens.end;
    let sentence = document.sentences.partition_point(|sentence| sentence.end <= name.tokens.start);
    let limit =
        document.sentences.get(sentence).map_or(limit, |sentence| limit.min(sentence.end)).min(end + MAX_SITE_TOKENS);
    let run = (end..limit).take_while(|&token| table.words[token].capital()).count();
    let stops = end + run == limit.max(end + run) || !table.words[end + run].capital();
    if run > 0 && stops && types::is_facility_word(document.word(end + run - 1)) { end + run } else { end }
}
