//! Captions of pictures, with whom they are credited to.

use super::fold::fold;
use super::hints::Hints;
use super::sketch::Sketch;
use super::tag::Tag;
use crate::model::article::Caption;

/// Marks and words that introduce a credit within a caption; in lower case.
const MARKS: &[&str] = &[
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
    // An element of its own for the credit, inside the caption.
    for inner in index + 1..el.end {
        let credit = sketch.el(inner);
        if credit.own.has(Hints::CREDIT) && !credit.own.has(Hints::CAPTION) {
            let words = sketch.text_of(credit);
            if let Some((before, after)) = whole.split_once(words.as_str()).filter(|_| !words.is_empty()) {
                return Caption { text: fold(&format!("{before} {after}")), credit: Some(bare(&words)) };
            }
        }
    }
    split(&whole)
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
