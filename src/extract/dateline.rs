//! When a page says that it was published and changed.

use std::ops::Range;

use url::Url;

use super::apart;
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
    let aside = |index: u32| apart::is_aside(sketch, place, index, Hints::SIDE);
    let time = sketch.head.times.iter().find(|(_, i)| !aside(*i)).and_then(|(value, _)| dates::parse(value));
    time.or_else(|| {
        sketch
            .els
            .iter()
            .zip(0..)
            .filter(|(e, index)| e.own.has(Hints::DATE) && e.blocks.0 < e.blocks.1 && !aside(*index))
            .map(|(e, _)| sketch.text_of(e))
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
    let found = parts(sketch, place).into_iter().filter(|part| is_change(part) == changed).find_map(value);
    // `<span>Ana Bell</span><span>Dec 5, 2026</span>`: one line to the eye only.
    found.or_else(|| pieces(sketch, place).iter().filter(|_| !changed).find_map(|text| dates::parse(text)))
}

/// The blocks among which a page shows its date.
fn around(sketch: &Sketch, place: Place) -> Range<usize> {
    let start = sketch.el(place.core).blocks.0 as usize;
    start.saturating_sub(12)..(start + 6).min(sketch.blocks.len())
}

/// Short lines there, and parts of lines between bars, that name a year.
fn parts(sketch: &Sketch, place: Place) -> Vec<&str> {
    let blocks = sketch.blocks.get(around(sketch, place)).unwrap_or_default();
    let lines = blocks.iter().map(|b| sketch.words(b)).filter(|line| line.len() <= 240);
    lines.flat_map(|line| line.split('|').map(str::trim)).filter(|t| t.len() <= 80 && has_year(t)).collect()
}

/// The words of elements within those lines that are as short as a date and name a year.
fn pieces(sketch: &Sketch, place: Place) -> Vec<String> {
    let range = around(sketch, place);
    let first = sketch.blocks.get(range.start).map_or(0, |b| b.leaf as usize);
    let inside = sketch.els.iter().skip(first).take_while(|e| (e.blocks.0 as usize) < range.end);
    let short = inside.filter(|e| e.tag.is_inline() && e.words.1.saturating_sub(e.words.0) <= 40);
    short.map(|e| sketch.text_of(e)).filter(|t| has_year(t)).collect()
}

fn has_year(text: &str) -> bool {
    let year = |w: &[u8]| matches!(w, [b'1', b'9', b'0'..=b'9', b'0'..=b'9'] | [b'2', b'0', b'0'..=b'4', b'0'..=b'9']);
    text.as_bytes().windows(4).any(year)
}

fn is_change(part: &str) -> bool {
    let lower = part.to_lowercase();
    ["updated", "last updated", "modified", "last modified", "changed"].iter().any(|l| lower.starts_with(l))
}

/// The date in a part; after a label such as `Published:` (a clock's colon comes after a digit).
fn value(part: &str) -> Option<Moment> {
    match part.split_once(": ") {
        Some((label, rest)) if label.chars().all(|c| c.is_alphabetic() || c == ' ') => dates::parse(rest),
        _ => dates::parse(part),
    }
}

/// A moment given in UTC, with the publisher's own offset where the page tells it: another form of the same instant with an
/// offset, or a clock that a reader sees, as far away as a zone somewhere. So the day stays the publisher's day.
pub(super) fn local(sketch: &Sketch, place: Option<Place>, moment: Moment, metas: &[&str]) -> Moment {
    if moment.offset != 0 {
        return moment;
    }
    let written = metas.iter().filter_map(|name| sketch.head.first(&[name]));
    let written = written.chain(sketch.head.times.iter().map(|(value, _)| value.as_str())).filter_map(dates::parse);
    let same = |m: &Moment| m.offset != 0 && (m.at.as_second() - moment.at.as_second()).abs() < 60;
    if let Some(other) = { written }.find(same) {
        return Moment { offset: other.offset, ..moment };
    }
    let seen = place.map(|p| parts(sketch, p)).unwrap_or_default();
    let seen = seen.into_iter().filter(|part| !is_change(part));
    let clock = |m: &Moment| m.offset == 0 && m.at.as_second() % DAY != 0;
    let away = |m: Moment| m.at.as_second() - moment.at.as_second().div_euclid(60) * 60;
    let plausible = |away: &i64| {
        let whole = away % (2 * HALF_HOUR) == 0 && (-24..=28).contains(&(away / HALF_HOUR));
        *away != 0 && (whole || HALVES.iter().any(|half| half * HALF_HOUR == *away))
    };
    let offset = seen.filter_map(value).filter(clock).map(away).find(plausible);
    Moment { offset: offset.unwrap_or_default() as i32, ..moment }
}

/// Seconds.
const DAY: i64 = 86_400;
const HALF_HOUR: i64 = 1_800;
/// Offsets that are no whole hours, in half hours: of the Marquesas, Newfoundland, Iran, Afghanistan, India, Myanmar, Australia.
const HALVES: &[i64] = &[-19, -7, -5, 7, 9, 11, 13, 19, 21];

/// `/2026/11/23/` in the address.
pub(super) fn in_address(page: &Url) -> Option<Moment> {
    let numbers: Vec<&str> = page.path().split(['/', '-', '_']).collect();
    numbers.windows(3).find_map(|w| {
        let [y, m, d] = w else { return None };
        let plausible = y.len() == 4 && (y.starts_with("19") || y.starts_with("20")) && m.len() == 2 && d.len() == 2;
        plausible.then(|| format!("{y}-{m}-{d}T00:00:00Z")).and_then(|text| text.parse().ok())
    })
}

#[cfg(test)]
mod tests {
    use url::Url;

    use crate::model::Page;

    /// The date of a page with this in its head and this between headline and story.
    #[track_caller]
    fn check(head: &str, line: &str, expected: &str) {
        let told =
            "The harbour wall held through the night, the port said, and the ferry sails again at noon. ".repeat(12);
        let html =
            format!("<html><head>{head}</head><body><h1>Harbour wall holds</h1>{line}<p>{told}</p></body></html>");
        let page = Page { url: Url::parse("https://example.org/harbour-wall").unwrap(), html };
        let found = crate::extract::extract(&page).unwrap().published.map(|m| m.to_string());
        assert_eq!(found.as_deref(), Some(expected));
    }

    const UTC: &str = r#"<meta property="article:published_time" content="2026-11-24T01:48:19Z">"#;

    #[test]
    fn the_day_is_the_publishers() {
        check(UTC, r#"<time datetime="2026-11-23T20:48:19-05:00">Monday</time>"#, "2026-11-23T20:48:19-05:00");
        check(UTC, "<p>Published: November 23, 2026 at 8:48 p.m.</p>", "2026-11-23T20:48:19-05:00");
    }

    #[test]
    fn what_tells_no_zone_changes_none() {
        check(UTC, "<p>November 23, 2026</p>", "2026-11-24T01:48:19Z");
        check(UTC, "<p>Published: November 23, 2026 at 8:31 p.m.</p>", "2026-11-24T01:48:19Z");
        check(UTC, "<p>Updated: November 23, 2026 at 8:48 p.m.</p>", "2026-11-24T01:48:19Z");
        check(UTC, "<p>Published: November 23, 2026 at 12:18 p.m.</p>", "2026-11-24T01:48:19Z");
    }

    #[test]
    fn a_date_over_the_story_is_seen_whatever_it_is_called_or_glued_to() {
        check("", "<ul class=bottom-meta><li><span class=date>5 Dec 2026</span></li></ul>", "2026-12-05T00:00:00Z");
        check("", "<div><span>Ana Bell</span><span>Dec 5, 2026</span></div>", "2026-12-05T00:00:00Z");
    }
}
