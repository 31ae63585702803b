//! Captions of pictures, with whom they are credited to.

use super::fold::fold;
use super::hints::Hints;
use super::sketch::{El, Sketch};
use super::tag::Tag;
use crate::model::article::Caption;

/// Marks and words that introduce a credit within a caption; in lower case.
const MARKS: &[&str] = &[
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
    "fuente:",
    "fonte:",
    "photo :",
];

/// What sites put before a caption for those who listen; in lower case.
const LABELS: &[&str] =
    &["image caption,", "image caption:", "caption:", "video caption,", "bildunterschrift:", "légende :"];

/// The captions in a range of elements, in order, each once.
pub(super) fn find(sketch: &Sketch, place: u32) -> Vec<Caption> {
    let mut found: Vec<Caption> = Vec::new();
    let mut skip = 0;
    let wide = sketch.el(place);
    for index in place..wide.end {
        let el = sketch.el(index);
        let figure = el.tag == Tag::Caption || (el.own.has(Hints::CAPTION) && el.tag != Tag::Table);
        if index < skip
            || !figure
            || el.blocks.0 == el.blocks.1
            || el.ctx.has(Hints::RELATED.with(Hints::COMMENT).with(Hints::NAV))
        {
            continue;
        }
        skip = el.end;
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
    let whole = sketch.text_of(el);
    let lower = whole.to_lowercase();
    let label = LABELS.iter().find(|label| lower.starts_with(**label));
    let whole = label.and_then(|label| whole.get(label.len()..)).unwrap_or(&whole).trim_start();
    let is_credit = |e: &El| e.own.has(Hints::CREDIT) && !e.own.has(Hints::CAPTION) && e.tag != Tag::Figure;
    // An element of its own for the credit, inside the caption.
    let inside = (index + 1..el.end).map(|i| sketch.el(i)).find(|e| is_credit(e)).map(|e| sketch.text_of(e));
    if let Some(words) = inside.filter(|words| !words.is_empty())
        && let Some((before, after)) = whole.split_once(words.as_str())
    {
        return Caption { text: fold(&format!("{before} {after}")), credit: Some(bare(&words)) };
    }
    let mut caption = split(whole);
    if caption.credit.is_none()
        && let Some((figure, around)) = sketch.around(index).find(|(_, e)| e.tag == Tag::Figure)
    {
        // Or beside it, in the same figure.
        let beside = (figure + 1..around.end).filter(|i| *i < index || *i >= el.end).map(|i| sketch.el(i));
        caption.credit =
            beside.filter(|e| is_credit(e)).map(|e| bare(&sketch.text_of(e))).find(|c| !c.is_empty() && c.len() <= 120);
    }
    caption
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
    credit.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ':' | '|' | '©')).to_owned()
}
