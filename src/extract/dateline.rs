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
    .or_else(|| near(sketch, place?))
}

/// A short line with a date, between the headline and the story's first paragraphs.
fn near(sketch: &Sketch, place: Place) -> Option<Moment> {
    let start = sketch.el(place.core).blocks.0 as usize;
    let lines = sketch.blocks.get(start.saturating_sub(12)..(start + 4).min(sketch.blocks.len()))?;
    let year = |t: &str| {
        t.as_bytes()
            .windows(4)
            .any(|w| matches!(w, [b'1', b'9', b'0'..=b'9', b'0'..=b'9'] | [b'2', b'0', b'0'..=b'4', b'0'..=b'9']))
    };
    lines.iter().map(|b| sketch.words(b)).filter(|t| t.len() <= 80 && year(t)).find_map(dates::parse)
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
