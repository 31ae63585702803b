//! Captions of pictures, with whom they are credited to.

mod words;

pub(super) use words::is_caption;

use std::collections::HashSet;
use std::ops::Range;

use super::hints::Hints;
use super::place::Place;
use super::sketch::{El, Sketch};
use super::tag::Tag;
use crate::model::article::Caption;
use crate::text::whitespace::collapse_whitespace;

/// Marks and words that introduce a credit within a caption; in lower case.
const MARKS: &[&str] = &[
    "image source,",
    "credit...",
    "credit…",
    "photograph:",
    "photo credit:",
    "image credit:",
    "picture credit:",
    "photo by",
    "picture by",
    "photograph by",
    "photo:",
    "picture:",
    "image:",
    "credit:",
    "source:",
    "©",
    "foto:",
    "fotos:",
    "bild:",
    "crédit photo",
    "crédits",
    "crédit :",
    "crédit:",
    "quelle:",
    "фото:",
    "ảnh:",
    "photographer:",
    "fotograf:",
    "zdjęcie:",
    "fuente:",
    "fonte:",
    "photo :",
];

/// What sites put before a caption for those who listen; in lower case.
const LABELS: &[&str] =
    &["image caption,", "image caption:", "caption:", "video caption,", "bildunterschrift:", "légende :"];

/// The captions in a range of elements, in order, each once.
///
/// `taken` holds where the story's blocks start; what is not called a caption and stands in the story is none. `worded` holds
/// where those start that are captions by their words.
pub(super) fn find(
    sketch: &Sketch,
    among: Range<u32>,
    place: Place,
    taken: &HashSet<usize>,
    worded: &HashSet<usize>,
) -> Vec<Caption> {
    let mut found: Vec<Caption> = Vec::new();
    let mut skip = 0;
    let mut last = None;
    for index in among {
        let el = sketch.el(index);
        let figure = el.tag == Tag::Caption || (el.own.has(Hints::CAPTION) && el.tag != Tag::Table);
        if index < skip {
            continue;
        }
        let line = sketch.blocks.get(el.blocks.0 as usize).filter(|b| b.own == index && worded.contains(&b.span.start));
        if let Some(line) = line.filter(|_| !figure) {
            skip = el.end;
            let caption = split(sketch.words(line));
            if !found.contains(&caption) {
                found.push(caption);
            }
            continue;
        }
        if el.tag == Tag::Image
            && let Some((caption, end)) = unnamed(sketch, index, place, taken)
        {
            skip = end;
            if !found.contains(&caption) {
                found.push(caption);
            }
            continue;
        }
        if !figure || el.blocks.0 == el.blocks.1 || el.ctx.has(Hints::RELATED.with(Hints::COMMENT).with(Hints::NAV)) {
            continue;
        }
        skip = el.end;
        // `<div class=caption>` and beside it `<figcaption class=credit>`: two parts of one.
        let box_of = |i: u32| sketch.el(i).parent;
        if el.own.has(Hints::CREDIT)
            && last.is_some_and(|l| box_of(l) == box_of(index))
            && let Some(before) = found.last_mut().filter(|c| c.credit.is_none())
            && is_credit(&sketch.text_of(el))
        {
            before.credit = Some(bare(&sketch.text_of(el)));
            continue;
        }
        last = Some(index);
        let caption = caption(sketch, index);
        if caption.text.len() <= 1000
            && !(caption.text.is_empty() && caption.credit.is_none())
            && !found.contains(&caption)
        {
            found.push(caption);
        }
    }
    found
}

fn caption(sketch: &Sketch, index: u32) -> Caption {
    let el = sketch.el(index);
    let whole = without_offers(sketch, index);
    let lower = whole.to_lowercase();
    let label = LABELS.iter().find(|label| lower.starts_with(**label));
    let whole = label.and_then(|label| whole.get(label.len()..)).unwrap_or(&whole).trim_start();
    let named_credit = |e: &El| e.own.has(Hints::CREDIT) && !e.own.has(Hints::CAPTION) && e.tag != Tag::Figure;
    // An element of its own for the credit, inside the caption.
    let inside =
        (index + 1..el.end).map(|i| sketch.el(i)).find(|e| e.own.has(Hints::CREDIT)).map(|e| sketch.text_of(e));
    if let Some(words) = inside.filter(|words| !words.is_empty() && *words != whole)
        && let Some((before, after)) = whole.split_once(words.as_str())
    {
        return Caption { text: collapse_whitespace(&format!("{before} {after}")), credit: Some(bare(&words)) };
    }
    let mut caption = split(whole);
    if caption.credit.is_none()
        && let Some((figure, around)) = sketch.around(index).find(|(_, e)| e.tag == Tag::Figure)
    {
        // Or beside it, in the same figure.
        let beside = (figure + 1..around.end).filter(|i| *i < index || *i >= el.end).map(|i| sketch.el(i));
        caption.credit = beside
            .filter(|e| named_credit(e))
            .map(|e| bare(&sketch.text_of(e)))
            .find(|c| !c.is_empty() && c.len() <= 120);
        let lines = sketch.blocks.get(around.blocks.0 as usize..around.blocks.1 as usize).unwrap_or_default();
        let labelled = |words: &str| MARKS.iter().any(|m| words.to_lowercase().starts_with(m));
        let mut lines = lines.iter().filter(|b| b.leaf < index || b.leaf >= el.end).map(|b| sketch.words(b));
        caption.credit = caption
            .credit
            .or_else(|| lines.find(|w| w.len() <= 120 && labelled(w)).map(bare))
            .filter(|credit| !credit.is_empty());
    }
    if caption.credit.is_none() {
        caption.credit = below(sketch, el);
    }
    caption
}

/// A caption's words without its links to shops and licences.
fn without_offers(sketch: &Sketch, index: u32) -> String {
    let el = sketch.el(index);
    let mut whole = sketch.text_of(el);
    let links = (index + 1..el.end).map(|i| sketch.el(i)).filter(|e| e.tag == Tag::Link).map(|e| sketch.text_of(e));
    for link in links.filter(|link| link.to_lowercase().contains("licens") || link.to_lowercase().contains("purchase"))
    {
        whole = collapse_whitespace(&whole.replace(link.as_str(), " "));
    }
    whole
}

/// A line with a name below a caption, in the small box that both share with the picture.
fn below(sketch: &Sketch, el: &El) -> Option<String> {
    let around = sketch.el(el.parent);
    let small = around.blocks.1 - around.blocks.0 <= 4 && sketch.prose_of(around.blocks) < 600;
    let picture = || {
        let inside = sketch.els.get(el.parent as usize..around.end as usize).unwrap_or_default();
        inside.iter().any(|e| e.tag == Tag::Image)
    };
    if !small || el.blocks.1 >= around.blocks.1 || !picture() {
        return None;
    }
    let words = sketch.words(sketch.blocks.get(el.blocks.1 as usize)?);
    let name = words.split_whitespace().filter(|w| !w.contains('@')).collect::<Vec<_>>().join(" ");
    is_credit(&name).then(|| bare(&name))
}

/// The line right after a picture in a small box, where no name calls it a caption; and where the box ends.
fn unnamed(sketch: &Sketch, image: u32, place: Place, taken: &HashSet<usize>) -> Option<(Caption, u32)> {
    let other = Hints::CLUTTER.with(Hints::AUTHOR);
    let fits = |e: &El| {
        e.blocks.1 - e.blocks.0 <= 3 && sketch.prose_of(e.blocks) < 500 && !matches!(e.tag, Tag::Link | Tag::Root)
    };
    let (index, around) = sketch
        .around(image)
        .skip(1)
        .take(3)
        .take_while(|(i, e)| fits(e) && *i != place.core && e.end - i <= 64)
        .find(|(_, e)| e.blocks.0 < e.blocks.1)?;
    let inside = sketch.els.get(index as usize..around.end as usize)?;
    let ctx = around.ctx.without(sketch.el(place.core).ctx);
    if ctx.has(other)
        || inside.iter().any(|e| {
            e.own.has(Hints::CAPTION.with(other))
                || matches!(e.tag, Tag::Caption | Tag::Link | Tag::Heading | Tag::Title | Tag::Player)
        })
        || inside.iter().filter(|e| e.tag == Tag::Image).count() != 1
    {
        return None;
    }
    let blocks = sketch.blocks.get(around.blocks.0 as usize..around.blocks.1 as usize)?;
    let line = blocks.first().filter(|b| (25..400).contains(&b.len()) && b.leaf > image)?;
    if blocks.iter().any(|b| taken.contains(&b.span.start)) {
        return None;
    }
    let whole = sketch.words(line);
    let mut caption = split(whole);
    // A last piece of the line in an element of its own.
    let ending = inside.iter().rev().find(|e| e.tag == Tag::Inline && e.blocks.0 < e.blocks.1);
    if caption.credit.is_none()
        && let Some(credit) =
            ending.map(|e| sketch.text_of(e)).filter(|c| is_credit(c) && c.len() < whole.len() / 2 + 20)
        && let Some(text) = whole.strip_suffix(credit.as_str()).map(str::trim_end)
        && text.ends_with(['.', '!', '?', '”', '"', ')'])
    {
        caption = Caption { text: text.to_owned(), credit: Some(bare(&credit)) };
    }
    if let Some(next) = blocks.get(1).filter(|_| caption.credit.is_none()) {
        let words = sketch.words(next);
        let labelled = MARKS.iter().any(|m| words.to_lowercase().starts_with(m));
        caption.credit = (labelled || is_credit(words)).then(|| bare(words));
    }
    // A picture's box without a credit may be anything.
    caption.credit.is_some().then_some((caption, around.end))
}

/// Cuts a credit off the end of a caption.
fn split(whole: &str) -> Caption {
    let lower = whole.to_lowercase();
    let at = MARKS
        .iter()
        .filter_map(|m| lower.rfind(m))
        .filter(|&at| lower.len() == whole.len() && whole.is_char_boundary(at))
        .min();
    if let Some((text, credit)) = at.map(|at| whole.split_at(at))
        && credit.len() <= 120
    {
        return Caption {
            text: text.trim_end_matches(['|', '(', '[', '-', '–', '—', ' ', '/']).to_owned(),
            credit: Some(bare(credit)),
        };
    }
    // `… at the quay. (Ana Cruz / Reuters)`, `… at the quay | Reuters`
    if let Some((text, credit)) = whole.strip_suffix([')', ']']).and_then(|w| w.rsplit_once(['(', '[']))
        && is_credit(credit)
    {
        return Caption { text: text.trim_end().to_owned(), credit: Some(bare(credit)) };
    }
    if let Some((text, credit)) = whole.rsplit_once(" | ")
        && is_credit(credit)
    {
        return Caption { text: text.trim_end().to_owned(), credit: Some(bare(credit)) };
    }
    // `… on Tuesday. AGENCY/Ana Cruz`
    if let Some((text, credit)) = whole.rsplit_once(['.', '”', '"'])
        && credit.starts_with(' ')
        && credit.contains('/')
        && is_credit(credit.trim())
        && let Some(text) = whole.get(..=text.len())
    {
        return Caption { text: text.to_owned(), credit: Some(bare(credit)) };
    }
    Caption { text: whole.to_owned(), credit: None }
}

/// Few words, the first of them a name or agency.
fn is_credit(words: &str) -> bool {
    words.len() <= 60
        && words.split_whitespace().count() <= 7
        && words.starts_with(char::is_uppercase)
        && !words.ends_with('.')
}

fn bare(credit: &str) -> String {
    let mut credit = credit.trim();
    let lower = credit.to_lowercase();
    if let Some(mark) = MARKS.iter().find(|m| lower.starts_with(**m)) {
        credit = credit.get(mark.len()..).unwrap_or(credit);
    }
    // A label for those who listen, glued to the name.
    if let Some(name) = credit.strip_prefix("Credit").filter(|name| name.starts_with(char::is_uppercase)) {
        credit = name;
    }
    credit.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ':' | '|' | '©')).to_owned()
}
