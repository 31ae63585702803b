//! Datelines: in "DUNMORE, Ohio (Gazette) —" the first name is a place and the one in brackets an agency.

use std::ops::Range;
use std::sync::LazyLock;

use super::super::ner::TaggedName;
use super::super::ner::labels::NameClass;
use crate::analyze::document::Document;
use crate::text::phrases::{WordSet, lists};

/// Words in capitals before a dash that are not places.
static SLUGS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::HEADLINE_LABELS));

/// The confidence of the place of a dateline (estimated).
const DATELINE_CONFIDENCE: f32 = 0.9;
/// The largest number of tokens in a dateline (chosen).
const MAX_DATELINE_TOKENS: usize = 16;
/// Corrects the names in the datelines that begin paragraphs. O(n).
pub(in crate::analyze::entities) fn correct(document: &Document<'_>, names: &mut Vec<TaggedName>) {
    let mut out: Vec<TaggedName> = Vec::with_capacity(names.len());
    let mut rest = std::mem::take(names).into_iter().peekable();
    for paragraph in &document.paragraphs {
        let Some(line) = parse(document, paragraph.clone()) else {
            continue;
        };
        out.extend(std::iter::from_fn(|| rest.next_if(|name| name.tokens.start < paragraph.start)));
        let mut inside: Vec<TaggedName> =
            std::iter::from_fn(|| rest.next_if(|name| name.tokens.start < line.end)).collect();
        let end = inside.last().map_or(line.end, |last| last.tokens.end);
        let any = inside.iter().any(|name| name.tokens.start < line.place.end);
        inside.retain(|name| name.tokens.start >= line.place.end && name.tokens.end <= line.end);
        for name in &mut inside {
            name.class = if line.agency.contains(&name.tokens.start) { NameClass::Org } else { NameClass::Place };
        }
        if any && end <= line.end {
            out.push(TaggedName { tokens: line.place, class: NameClass::Place, confidence: DATELINE_CONFIDENCE });
        }
        out.extend(inside);
    }
    out.extend(rest);
    *names = out;
}

/// The parts of a dateline, as tokens.
struct Dateline {
    place: Range<usize>,
    /// The tokens in brackets.
    agency: Range<usize>,
    end: usize,
}

fn parse(document: &Document<'_>, paragraph: Range<usize>) -> Option<Dateline> {
    let capitals = |token: usize| {
        let word = document.word(token);
        word.chars().any(char::is_uppercase) && !word.contains(char::is_lowercase)
    };
    let limit = paragraph.end.min(paragraph.start + MAX_DATELINE_TOKENS);
    let place = (paragraph.start..limit).take_while(|&token| capitals(token)).count();
    let place = paragraph.start..paragraph.start + place;
    let length = place.clone().map(|token| document.word(token).len()).sum::<usize>();
    if length < 3 || SLUGS.contains(document.word(place.start)) {
        return None;
    }
    let dash = (place.end..limit).find(|&token| matches!(document.word(token), "—" | "–" | "-" | "--"))?;
    let opens = (place.end..dash).find(|&token| document.word(token) == "(").unwrap_or(dash);
    // between place and brackets only what goes on with the place: a comma and a state, a country, a day
    let plain = place.end == opens || document.word(place.end) == ",";
    let closed = opens == dash || document.word(dash - 1) == ")";
    // "SOCCER - Rovers win" is none
    let parted = opens < dash || (document.word(dash) != "-" && document.has_space_before(dash));
    (plain && closed && parted).then_some(Dateline { place, agency: opens..dash, end: dash })
}
