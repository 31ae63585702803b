//! Datelines: "DUNMORE, Ohio (Gazette) —". What stands first is a place, what stands in brackets a body.

use std::ops::Range;

use super::super::ner::Name;
use super::super::ner::labels::Class;
use crate::analyze::document::Document;

/// The certainty of a dateline's place.
const SURE: f32 = 0.9;
/// A dateline's tokens at the most.
const LONGEST: usize = 16;
/// Words in capitals before a dash that are no place.
const LABELS: [&str; 12] = [
    "BREAKING",
    "UPDATE",
    "UPDATED",
    "EXCLUSIVE",
    "WATCH",
    "LIVE",
    "ANALYSIS",
    "OPINION",
    "VIDEO",
    "PHOTOS",
    "NOTE",
    "CORRECTION",
];

/// Corrects the names of the datelines that begin paragraphs. O(n).
pub(in crate::analyze::entities) fn correct(layer: &Document<'_>, names: &mut Vec<Name>) {
    let mut out: Vec<Name> = Vec::with_capacity(names.len());
    let mut rest = std::mem::take(names).into_iter().peekable();
    for paragraph in &layer.paragraphs {
        let Some(line) = read(layer, paragraph.clone()) else { continue };
        out.extend(std::iter::from_fn(|| rest.next_if(|name| name.tokens.start < paragraph.start)));
        let mut inside: Vec<Name> = std::iter::from_fn(|| rest.next_if(|name| name.tokens.start < line.end)).collect();
        let end = inside.last().map_or(line.end, |last| last.tokens.end);
        let any = inside.iter().any(|name| name.tokens.start < line.place.end);
        inside.retain(|name| name.tokens.start >= line.place.end && name.tokens.end <= line.end);
        for name in &mut inside {
            name.class = if line.agency.contains(&name.tokens.start) { Class::Org } else { Class::Place };
        }
        if any && end <= line.end {
            out.push(Name { tokens: line.place, class: Class::Place, sure: SURE });
        }
        out.extend(inside);
    }
    out.extend(rest);
    *names = out;
}

/// A dateline's parts, as tokens.
struct Dateline {
    place: Range<usize>,
    /// What stands in brackets.
    agency: Range<usize>,
    end: usize,
}

fn read(layer: &Document<'_>, paragraph: Range<usize>) -> Option<Dateline> {
    let capitals = |token: usize| {
        let word = layer.word(token);
        word.chars().any(char::is_uppercase) && !word.contains(char::is_lowercase)
    };
    let limit = paragraph.end.min(paragraph.start + LONGEST);
    let place = (paragraph.start..limit).take_while(|&token| capitals(token)).count();
    let place = paragraph.start..paragraph.start + place;
    let length = place.clone().map(|token| layer.word(token).len()).sum::<usize>();
    if length < 3 || LABELS.contains(&layer.word(place.start)) {
        return None;
    }
    let dash = (place.end..limit).find(|&token| matches!(layer.word(token), "—" | "–" | "-" | "--"))?;
    let opens = (place.end..dash).find(|&token| layer.word(token) == "(").unwrap_or(dash);
    // between place and brackets only what goes on with the place: a comma and a state, a country, a day
    let plain = place.end == opens || layer.word(place.end) == ",";
    let closed = opens == dash || layer.word(dash - 1) == ")";
    // "SOCCER - Rovers win" is none
    let parted = opens < dash || (layer.word(dash) != "-" && layer.spaced(dash));
    (plain && closed && parted).then_some(Dateline { place, agency: opens..dash, end: dash })
}
