//! Names that belong together though the field parts them: "Baro & Sons", "Hurricane Ada", "Oslo Power Plant",
//! "J.D. Baro", "Ada \"Moose\" Baro", the second "van der Berg".

use std::collections::HashSet;

use super::super::ner::Name;
use super::super::ner::gazetteer::FIRST;
use super::super::ner::labels::Class;
use super::super::ner::words::{Case, Sketch};
use super::types as kinds;
use crate::analyze::document::Document;

/// What comes before a storm's name.
const STORMS: [&str; 6] = ["Hurricane", "Typhoon", "Cyclone", "Storm", "Tropical", "Superstorm"];

/// What stands within a family name in lower case.
const PARTICLES: [&str; 24] = [
    "von", "van", "der", "den", "de", "la", "las", "los", "del", "della", "di", "da", "das", "do", "dos", "du", "bin",
    "ibn", "al", "el", "ter", "ten", "zu", "le",
];

/// Letters with stops that are no initials of a person.
const ABBREVIATIONS: [&str; 8] = ["U.S.", "U.N.", "U.K.", "E.U.", "D.C.", "P.M.", "A.G.", "V.P."];

/// Longest tail of a site's name, in tokens.
const TAIL: usize = 4;

/// Joins and widens names, which are in order and apart and stay so.
pub(in crate::analyze::entities) fn correct(layer: &Document<'_>, sketch: &Sketch, names: &mut Vec<Name>) {
    storms(layer, sketch, names);
    nicknames(layer, sketch, names);
    let tails = tails(layer, names);
    let mut out: Vec<Name> = Vec::with_capacity(names.len());
    let mut rest = std::mem::take(names).into_iter().peekable();
    while let Some(mut name) = rest.next() {
        let limit = rest.peek().map_or(layer.tokens.len(), |next| next.tokens.start);
        if storm(layer, &name) {
            name.class = Class::Other;
            let free = out.last().map_or(0, |last| last.tokens.end);
            while name.tokens.start > free && STORMS.contains(&layer.word(name.tokens.start - 1)) {
                name.tokens.start -= 1;
            }
        } else if name.class == Class::Person && province(layer, &name) {
            name.class = Class::Place;
        } else if name.class == Class::Person {
            let free = out.last().map_or(0, |last| last.tokens.end);
            name.tokens.start = first(layer, &tails, &name, free);
        } else if name.class == Class::Place {
            name.tokens.end = site(layer, sketch, &name, limit);
        }
        match out.last_mut() {
            Some(last) if partners(layer, last, &name) => {
                last.tokens.end = name.tokens.end;
                last.class = Class::Org;
                last.sure = last.sure.min(name.sure);
            }
            _ => out.push(name),
        }
    }
    *names = out;
}

/// The certainty of a storm's name that the field has passed over.
const NAMED: f32 = 0.8;

/// Adds storms that nothing names but what they are: a given name behind "Hurricane" in no other name.
fn storms(layer: &Document<'_>, sketch: &Sketch, names: &mut Vec<Name>) {
    let kind = |token: usize| matches!(layer.word(token), "Hurricane" | "Typhoon" | "Cyclone" | "Superstorm");
    let given = |token: &usize| {
        let word = &sketch.words[*token];
        kind(token - 1) && word.case == Case::Title && word.names & FIRST != 0 && word.run_end as usize == token + 1
    };
    let mut more: Vec<Name> = Vec::new();
    for sentence in &layer.sentences {
        let storms = (sentence.start + 1..sentence.end).filter(given);
        more.extend(storms.map(|token| Name { tokens: token - 1..token + 1, class: Class::Other, sure: NAMED }));
    }
    more.retain(|storm| {
        let at = names.partition_point(|name| name.tokens.end <= storm.tokens.start);
        names.get(at).is_none_or(|name| storm.tokens.end <= name.tokens.start)
    });
    names.extend(more);
    names.sort_by_key(|name| name.tokens.start);
}

/// Longest nickname, in tokens.
const NICKNAME: usize = 3;

/// Joins a person's name that marks around a nickname part; the nickname is theirs wherever it stands.
fn nicknames(layer: &Document<'_>, sketch: &Sketch, names: &mut Vec<Name>) {
    let mark = |token: usize| matches!(layer.word(token), "\"" | "“" | "”" | "‘" | "’" | "'" | "``" | "''");
    // from the end of a name to the beginning of the next
    let between = |first: &Name, next: usize| {
        let inner = first.tokens.end + 1..next.checked_sub(1)?;
        let marked = !inner.is_empty() && inner.len() <= NICKNAME && mark(inner.start - 1) && mark(inner.end);
        let close = !layer.spaced(inner.start) && !layer.spaced(inner.end);
        (marked && close && inner.clone().all(|token| sketch.words[token].capital())).then_some(inner)
    };
    let mut known: HashSet<&str> = HashSet::new();
    let mut out: Vec<Name> = Vec::with_capacity(names.len());
    for name in names.drain(..) {
        let near = out.len().saturating_sub(1 + NICKNAME)..out.len();
        let person = |at: &usize| out[*at].class == Class::Person && out[*at].tokens.end < name.tokens.start;
        let first = near.rev().find(person).filter(|_| name.class == Class::Person);
        match first.and_then(|first| Some((first, between(&out[first], name.tokens.start)?))) {
            Some((first, nickname)) => {
                known.insert(layer.span(nickname).of(layer.text));
                out.truncate(first + 1);
                out[first].tokens.end = name.tokens.end;
            }
            None => out.push(name),
        }
    }
    for name in out.iter_mut().filter(|name| known.contains(layer.span(name.tokens.clone()).of(layer.text))) {
        name.class = Class::Person;
    }
    *names = out;
}

/// "Thanh Hoa province" is nobody.
fn province(layer: &Document<'_>, name: &Name) -> bool {
    let next = name.tokens.end;
    next < layer.tokens.len() && matches!(layer.word(next), "province" | "oblast" | "governorate" | "prefecture")
}

/// Where people's names go on in lower case, from the first particle: "van der berg".
fn tails(layer: &Document<'_>, names: &[Name]) -> HashSet<String> {
    let people = names.iter().filter(|name| name.class == Class::Person && name.tokens.len() > 2);
    let tail = |name: &Name| {
        let mut tokens = name.tokens.start + 1..name.tokens.end - 1;
        let first = tokens.find(|&token| particle(layer.word(token)))?;
        Some(layer.span(first..name.tokens.end).of(layer.text).to_lowercase())
    };
    people.filter_map(tail).collect()
}

/// Whether a word is a family name's particle.
pub(in crate::analyze::entities) fn particle(word: &str) -> bool {
    PARTICLES.iter().any(|particle| particle.eq_ignore_ascii_case(word))
}

/// Where a person's name begins: with the initials before it, and with the particles that a fuller name has.
fn first(layer: &Document<'_>, tails: &HashSet<String>, name: &Name, free: usize) -> usize {
    let start = name.tokens.start;
    let sentence = layer.sentences.partition_point(|sentence| sentence.end <= start);
    let free = layer.sentences.get(sentence).map_or(free, |sentence| free.max(sentence.start));
    let particles = (free..start).rev().take(3).take_while(|&token| particle(layer.word(token))).count();
    let known =
        |count: &usize| tails.contains(&layer.span(start - count..name.tokens.end).of(layer.text).to_lowercase());
    if let Some(count) = (1..=particles).rev().find(known) {
        return start - count;
    }
    start - (free..start).rev().take(2).take_while(|&token| initials(layer.word(token))).count()
}

/// "J.", "J.D.", "JD".
fn initials(word: &str) -> bool {
    let dotted = word.ends_with('.') && word.len() < 7 && word.split_terminator('.').all(|part| part.len() == 1);
    let capitals = word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'.');
    capitals && ((dotted && !ABBREVIATIONS.contains(&word)) || (word.len() == 2 && word.contains('J') && word != "DJ"))
}

/// "Baro & Ito": single names around an ampersand are a firm.
fn partners(layer: &Document<'_>, a: &Name, b: &Name) -> bool {
    a.tokens.end + 1 == b.tokens.start
        && layer.word(a.tokens.end) == "&"
        && [a, b].iter().all(|name| name.class == Class::Org || (name.class == Class::Person && name.tokens.len() == 1))
}

fn storm(layer: &Document<'_>, name: &Name) -> bool {
    let before = |word: &str| STORMS.contains(&word) && word != "Tropical";
    name.tokens.len() == 1 && name.tokens.start > 0 && before(layer.word(name.tokens.start - 1))
        || (name.tokens.len() > 1 && name.class != Class::Org && before(layer.word(name.tokens.start)))
}

/// The end of a place's name when the capitalised words behind it end in a kind of site.
fn site(layer: &Document<'_>, sketch: &Sketch, name: &Name, limit: usize) -> usize {
    let end = name.tokens.end;
    let sentence = layer.sentences.partition_point(|sentence| sentence.end <= name.tokens.start);
    let limit = layer.sentences.get(sentence).map_or(limit, |sentence| limit.min(sentence.end)).min(end + TAIL);
    let run = (end..limit).take_while(|&token| sketch.words[token].capital()).count();
    let stops = end + run == limit.max(end + run) || !sketch.words[end + run].capital();
    if run > 0 && stops && kinds::is_built(layer.word(end + run - 1)) { end + run } else { end }
}
