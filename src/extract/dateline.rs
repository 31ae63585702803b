//! When a page says that it was published and changed.

use url::Url;

use super::hints::Hints;
use super::place::Place;
use super::sketch::Sketch;
use crate::dates;
use crate::model::Moment;

/// A date from JSON-LD, else from the first of these `<meta>`s that holds one, else from microdata.
pub(super) fn moments(sketch: &Sketch, linked: Option<&str>, metas: &[&str], property: &str) -> Option<Moment> {
    let head = &sketch.head;
    let by_meta = metas.iter().filter_map(|name| head.first(&[name]));
    if let Some(found) = linked.into_iter().chain(by_meta).find_map(dates::parse) {
        return Some(found);
    }
    head.properties
        .iter()
        .filter(|(name, ..)| name == property)
        .find_map(|(_, value, index)| dates::parse(&value.clone().unwrap_or_else(|| sketch.text_of(sketch.el(*index)))))
}

/// A date that a reader sees: a `<time>`, or an element whose name calls it a date.
pub(super) fn shown(sketch: &Sketch, place: Option<Place>) -> Option<Moment> {
    let aside = Hints::COMMENT.with(Hints::RELATED).with(Hints::FOOTER).with(Hints::SIDE);
    let time = sketch
        .head
        .times
        .iter()
        .find(|(_, i)| !sketch.el(*i).ctx.has(aside))
        .and_then(|(value, _)| dates::parse(value));
    time.or_else(|| {
        sketch
            .els
            .iter()
            .filter(|e| e.own.has(Hints::DATE) && !e.ctx.has(aside) && e.blocks.0 < e.blocks.1)
            .map(|e| sketch.text_of(e))
            .filter(|t| t.len() <= 80)
            .find_map(|t| dates::parse(&t))
    })
    .or_else(|| near(sketch, place?, false))
}

/// A date that a reader sees after `Updated:` or the like.
pub(super) fn shown_change(sketch: &Sketch, place: Option<Place>) -> Option<Moment> {
    near(sketch, place?, true)
}

/// A short line with a date, between the headline and the story's first paragraphs; the part that tells of a change or not.
fn near(sketch: &Sketch, place: Place, changed: bool) -> Option<Moment> {
    let start = sketch.el(place.core).blocks.0 as usize;
    let lines = sketch.blocks.get(start.saturating_sub(12)..(start + 6).min(sketch.blocks.len()))?;
    let label = |part: &str| {
        let lower = part.to_lowercase();
        ["updated", "last updated", "modified", "last modified", "changed"].iter().any(|l| lower.starts_with(l))
    };
    let year = |t: &str| {
        t.as_bytes()
            .windows(4)
            .any(|w| matches!(w, [b'1', b'9', b'0'..=b'9', b'0'..=b'9'] | [b'2', b'0', b'0'..=b'4', b'0'..=b'9']))
    };
    let lines = lines.iter().map(|b| sketch.words(b)).filter(|t| t.len() <= 80 && year(t));
    let parts = lines.flat_map(|line| line.split('|').map(str::trim));
    // The part after a label such as `Published:`; a clock's colon comes after a digit.
    let value = |part: &str| match part.split_once(": ") {
        Some((label, rest)) if label.chars().all(|c| c.is_alphabetic() || c == ' ') => dates::parse(rest),
        _ => dates::parse(part),
    };
    parts.filter(|part| label(part) == changed).find_map(value)
}

/// `/2026/11/23/` in the address.
pub(super) fn in_address(page: &Url) -> Option<Moment> {
    let numbers: Vec<&str> = page.path().split(['/', '-', '_']).collect();
    numbers.windows(3).find_map(|w| {
        let [y, m, d] = w else { return None };
        let plausible = y.len() == 4 && (y.starts_with("19") || y.starts_with("20")) && m.len() == 2 && d.len() == 2;
        plausible.then(|| format!("{y}-{m}-{d}T00:00:00Z")).and_then(|text| text.parse().ok())
    })
}
