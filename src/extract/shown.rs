//! The dates that a reader sees between headline and story.

use std::ops::Range;

use super::place::Place;
use super::sketch::{Block, Sketch};
use crate::dates;
use crate::model::Moment;

/// Blocks before the story's place, and within it, among which a page shows its date.
const BEFORE: usize = 12;
const WITHIN: usize = 6;
/// As many blocks lie between headline and story at the most.
const FARTHEST: usize = 40;
/// Bytes of a line that is no paragraph.
const LINE: usize = 240;
/// Words of a line that says little more than a date.
const BRIEF: usize = 8;
/// Between the parts of one line.
const BARS: [&str; 7] = ["|", "·", "•", "⋅", "∙", " / ", "●"];

/// Beginnings of words, in lower case, by which a line says that the story was changed then.
const CHANGED: &[&str] = &[
    "updat",
    "modifi",
    "changed",
    "edited",
    "revised",
    "aktualis",
    "geändert",
    "letzte änderung",
    "stand:",
    "mis à jour",
    "mise à jour",
    "actualis",
    "actualiz",
    "aggiornat",
    "modificat",
    "atualiz",
    "bijgewerkt",
    "gewijzigd",
    "uppdater",
    "oppdater",
    "opdater",
    "ändrad",
    "päivitet",
    "muokattu",
    "aktualiz",
    "frissít",
    "güncelle",
    "ενημ",
    "обновл",
    "изменен",
    "оновлен",
    "更新",
    "수정",
    "업데이트",
    "تحديث",
    "עודכן",
    "cập nhật",
];

/// Beginnings of words, in lower case, by which a line at the story's foot says that it was published then.
const PUBLISHED: &[&str] = &[
    "publi",
    "posted",
    "veröffentlicht",
    "erstellt",
    "gespeichert",
    "datum",
    "date",
    "fecha",
    "data",
    "gepubliceerd",
    "geplaatst",
    "publicerad",
    "udgivet",
    "julkaistu",
    "опубликован",
    "дата",
];

/// A date in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// What it says; offset 0 where it names no zone.
    pub(super) moment: Moment,
    /// Whether the line calls it the day of a change.
    pub(super) changed: bool,
    /// Whether the line says little else and stands behind the headline.
    pub(super) byline: bool,
}

/// The dates of short lines between the headline and the story's first paragraphs, in the order that they are looked at: whole
/// lines and their parts between bars first, then elements within lines. `headline` is the line that says it. O(length of these
/// lines).
pub(super) fn near(sketch: &Sketch, place: Place, headline: Option<usize>) -> Vec<Shown> {
    let start = sketch.el(place.core).blocks.0 as usize;
    let first = start.saturating_sub(BEFORE).min(headline.unwrap_or(start)).max(start.saturating_sub(FARTHEST));
    let range = first..(start + WITHIN).min(sketch.blocks.len());
    let blocks = sketch.blocks.get(range.clone()).unwrap_or_default();
    let lines = blocks.iter().zip(range).map(|(block, i)| (block, headline.is_some_and(|h| i > h)));
    let mut shown = Vec::new();
    for (block, behind) in lines.clone() {
        if block.len() > LINE {
            dateline(sketch.words(block), behind, &mut shown);
            continue;
        }
        let line = apart_words(sketch, block);
        let parts = BARS
            .iter()
            .fold(vec![line.as_str()], |parts, bar| parts.into_iter().flat_map(|part| part.split(bar)).collect());
        for part in parts {
            read(part.trim(), "", behind, &mut shown);
        }
    }
    for (block, behind) in lines.filter(|(block, _)| block.len() <= LINE) {
        for words in pieces(sketch, block) {
            let before = sketch.text.get(block.span.start..words.start).unwrap_or_default();
            read(sketch.text.get(words).unwrap_or_default().trim(), before, behind, &mut shown);
        }
    }
    shown
}

/// The date in a line at the story's foot that names its time of day or says that it was published or posted then.
pub(super) fn foot(sketch: &Sketch, place: Place) -> Option<Moment> {
    let end = sketch.el(place.core).blocks.1 as usize;
    let lines = sketch.blocks.get(end.saturating_sub(WITHIN)..(end + WITHIN).min(sketch.blocks.len()))?;
    let mut shown = Vec::new();
    for block in lines.iter().filter(|b| b.len() <= LINE && b.link_share() < 0.5) {
        let line = apart_words(sketch, block);
        let lower = line.to_lowercase();
        let told = PUBLISHED.iter().any(|word| lower.contains(word)) || line.contains(':');
        if told && line.split_whitespace().count() <= 2 * BRIEF {
            read(&line, "", false, &mut shown);
        }
    }
    shown.into_iter().find(|s| !s.changed).map(|s| s.moment)
}

/// The date at the head of a paragraph: `25.11.2026 - `, `Press release of 25 November 2026 | Dunmore – `.
fn dateline(line: &str, behind: bool, shown: &mut Vec<Shown>) {
    let head = line.get(..line.floor_char_boundary(60)).unwrap_or_default();
    let end = ["|", " - ", " – ", " — ", ": "].iter().filter_map(|bar| head.find(bar)).min();
    if let Some(head) = end.and_then(|end| head.get(..end)) {
        read(head, "", behind, shown);
    }
}

/// Reads a part of a line; `before` are the words that stand before it there.
fn read(part: &str, before: &str, behind: bool, shown: &mut Vec<Shown>) {
    if part.len() > 80 || !names_a_day(part) {
        return;
    }
    let lower = part.to_lowercase();
    let digits = lower.find(|c: char| c.is_ascii_digit()).unwrap_or_default();
    let says = |text: &str| CHANGED.iter().any(|word| text.contains(word));
    let told = lower.get(..digits).unwrap_or_default();
    let tail = before.get(before.floor_char_boundary(before.len().saturating_sub(24))..).unwrap_or_default();
    // `Updated: …`, `2026/11/25 10:00更新`, and `Published: … Updated: …`, which is no change at its beginning.
    let changed = says(told) || (told.trim().is_empty() && (says(&lower) || says(&tail.to_lowercase())));
    let byline = behind && part.split_whitespace().count() <= BRIEF;
    shown.extend(value(part).map(|moment| Shown { moment, changed, byline }));
    let later = CHANGED.iter().filter_map(|word| lower.find(word)).filter(|at| *at > digits).min();
    if let Some(moment) = later.and_then(|at| value(lower.get(at..)?)).filter(|_| !changed) {
        shown.push(Shown { moment, changed: true, byline });
    }
}

/// The date in a part; after a label such as `Published:` (a clock's colon comes after a digit).
fn value(part: &str) -> Option<Moment> {
    match part.split_once(": ") {
        Some((label, rest)) if label.chars().all(|c| c.is_alphabetic() || c == ' ') => dates::parse(rest),
        _ => dates::parse(part),
    }
}

/// Whether a text holds a year, or a day in digits such as `31.10.26`.
fn names_a_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    let year = |w: &[u8]| matches!(w, [b'1', b'9', b'0'..=b'9', b'0'..=b'9'] | [b'2', b'0', b'0'..=b'4', b'0'..=b'9']);
    let day = |w: &[u8]| {
        let signs = w.iter().enumerate().all(|(i, b)| b.is_ascii_digit() != matches!(i, 2 | 5));
        signs && w.get(2) == w.get(5) && matches!(w.get(2), Some(b'.' | b'/'))
    };
    bytes.windows(4).any(year) || bytes.windows(8).any(day)
}

/// A line's words, with a space where an element begins or ends between two letters or digits: `Nov 23, 2026` and `8:48 pm` side
/// by side are two things to the eye.
fn apart_words(sketch: &Sketch, block: &Block) -> String {
    let whole = sketch.words(block);
    let start = block.span.start;
    let mut cuts: Vec<usize> = pieces(sketch, block).flat_map(|r| [r.start, r.end]).map(|at| at - start).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut words = String::with_capacity(whole.len() + cuts.len());
    let mut from = 0;
    for cut in cuts.into_iter().chain([whole.len()]) {
        let piece = whole.get(from..cut).unwrap_or_default();
        if words.ends_with(char::is_alphanumeric) && piece.starts_with(char::is_alphanumeric) {
            words.push(' ');
        }
        words.push_str(piece);
        from = cut;
    }
    words
}

/// The places of inline elements' words within a line.
fn pieces<'s>(sketch: &'s Sketch, block: &'s Block) -> impl Iterator<Item = Range<usize>> + 's {
    let span = block.span.start..block.span.end;
    let inside = sketch.els.iter().skip(block.own as usize).take_while(move |e| e.words.0 as usize <= block.span.end);
    let short = inside.filter(|e| e.tag.is_inline()).map(|e| e.words.0 as usize..e.words.1 as usize);
    short.filter(move |r| r.start >= span.start && r.end <= span.end && !r.is_empty() && r.len() <= 80)
}

#[cfg(test)]
mod tests {
    use url::Url;

    use crate::model::Page;

    /// The days of publication and change of a page with this between headline and story, and this at its foot.
    #[track_caller]
    fn check(line: &str, first: &str, foot: &str, expected: [Option<&str>; 2]) {
        let told =
            "The harbour wall held through the night, the port said, and the ferry sails again at noon. ".repeat(6);
        let more = format!("<p>{told}</p>").repeat(6);
        let html = format!("<h1>Harbour wall holds</h1>{line}<p>{first}{told}</p>{more}{foot}");
        let page = Page { url: Url::parse("https://example.org/harbour-wall").unwrap(), html };
        let article = crate::extract::extract(&page).unwrap();
        let found = [article.published, article.modified]
            .map(|m| m.map(|m| m.to_string().split_once('T').unwrap().0.to_owned()));
        assert_eq!(found.each_ref().map(Option::as_deref), expected, "{line} {first} {foot}");
    }

    #[test]
    fn what_was_published_and_what_was_changed() {
        let both = [Some("2026-11-23"), Some("2026-11-24")];
        check("<p>Published: Nov 23, 2026 Updated: Nov 24, 2026</p>", "", "", both);
        check("<p>23.11.2026 | Aktualisiert: 24.11.2026</p>", "", "", both);
        check("<p>2026/11/23 10:00</p><p>2026/11/24 11:30更新</p>", "", "", both);
    }

    #[test]
    fn a_paragraph_may_begin_with_its_day() {
        check("", "23.11.2026 - ", "", [Some("2026-11-23"), None]);
        check("", "Press release of 23 November 2026 | Dunmore – ", "", [Some("2026-11-23"), None]);
        check("", "It was in 2026 that the wall was built - ", "", [None, None]);
    }

    #[test]
    fn a_day_at_the_foot_says_what_it_is() {
        check("", "", "<p>Posted by Ana on 23 November 2026</p>", [Some("2026-11-23"), None]);
        check("", "", "<p>Ana am 23.11.2026, 13:36 Uhr</p>", [Some("2026-11-23"), None]);
        check("", "", "<p>Concert, 23 November 2026</p>", [None, None]);
    }
}
