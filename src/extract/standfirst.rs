//! The standfirst: what a page shows its readers between headline and story, and not in the text.

use std::ops::Range;

use super::features::Known;
use super::hints::Hints;
use super::place::Place;
use super::sketch::{Block, El, Sketch};
use super::tag::Tag;
use super::{apart, captions, veto, wording};
use crate::text::similarity::{TokenSet, jaccard};

/// Lines before the story among which it stands.
const NEAR: usize = 10;
/// Bytes of a line that is more than a label.
const LINE: usize = 30;
/// Bytes of a line that may be a byline or a date.
const BRIEF: usize = 140;
/// Bytes of a heading below the headline that is more than a section's.
const HEADING: usize = 45;

/// The lines over the story that are its standfirst, whatever the model takes them for. `headline` is the line that says it, `over`
/// are the blocks from it to the byline; `until` is the story's first block.
pub(super) fn shown<'a>(
    sketch: &'a Sketch,
    place: Place,
    known: &Known<'_>,
    headline: Option<usize>,
    over: &Range<usize>,
    until: usize,
) -> Vec<&'a str> {
    let from = headline.map_or(until.saturating_sub(NEAR), |at| at + 1);
    let lines = sketch.blocks.get(from..until.min(from + NEAR)).unwrap_or_default();
    let is_one = |(i, block): &(usize, &Block)| {
        let heading = || sketch.el(block.own).tag == Tag::Heading && block.len() >= HEADING && headline == Some(i - 1);
        let told = block.prose() > 0 || says_much(sketch.words(block));
        is_called(sketch, block, known.description)
            || told && (over.contains(i) || heading() || is_one(sketch, place, block))
    };
    (from..)
        .zip(lines)
        .filter(|(_, b)| is_line(sketch, place, known, b))
        .filter(is_one)
        .map(|(_, b)| sketch.words(b))
        .collect()
}

/// Whether a block may be read as a sentence and has no other use over a story.
fn is_line(sketch: &Sketch, place: Place, known: &Known<'_>, block: &Block) -> bool {
    let words = sketch.words(block);
    let ctx = sketch.el(block.leaf).ctx.without(sketch.el(place.core).ctx);
    let other = Hints::CLUTTER.with(Hints::CAPTION).with(Hints::CREDIT).with(Hints::IN_FIGURE).with(Hints::AUTHOR);
    block.len() >= LINE
        && (block.len() > BRIEF || !has_clock(words))
        && block.link_share() < 0.5
        && !ctx.has(other.with(Hints::DATE))
        && !captions::is_caption(words)
        && !wording::is_clutter(words, block.link_share())
        && !apart::is_byline(sketch, block)
        && !veto::is_byline(words, known.authors)
        && !wording::is_note(words)
        && !discloses(words)
        // `Ana Cruz, who covers the coast, spent a week at the quay.`
        && !known.authors.iter().any(|name| words.starts_with(name) || block.stops == 0 && words.contains(name.as_str()))
        && !is_headline(sketch, known, words)
}

/// Whether a line says that the publisher lives by what it recommends.
fn discloses(words: &str) -> bool {
    let lower = words.to_lowercase();
    ["earn a commission", "earn commission", "affiliate", "independently select", "partnerlink"]
        .iter()
        .any(|w| lower.contains(w))
}

/// Whether a line says the headline in one of its forms, or with a rubric.
fn is_headline(sketch: &Sketch, known: &Known<'_>, words: &str) -> bool {
    let line = TokenSet::of(words);
    let head = &sketch.head;
    let forms = [known.title, head.first(&["og:title"]), head.first(&["twitter:title"]), head.title.as_deref()];
    let rubric = known.title.is_some_and(|title| TokenSet::of(title).containment(&line) > 0.8);
    rubric || forms.into_iter().flatten().any(|form| line.containment(&TokenSet::of(form)) > 0.7)
}

/// Whether a line holds a time of day, as bylines do.
fn has_clock(words: &str) -> bool {
    let ends = |part: &str| part.ends_with(char::is_numeric);
    words.split(':').zip(words.split(':').skip(1)).any(|(a, b)| ends(a) && b.starts_with(char::is_numeric))
}

/// Whether a line without a full stop is more than a label: seven words, or as many signs where no space parts them, and none of
/// the signs and years that dates, credits and buttons have.
fn says_much(words: &str) -> bool {
    let long = words.split_whitespace().count() >= 7
        || words.chars().filter(|c| *c >= '\u{e00}' && c.is_alphabetic()).count() >= 15;
    let year = words.as_bytes().windows(4).any(|w| w.iter().all(u8::is_ascii_digit));
    long && !year && !words.contains(['/', '|', '•', '·', '_', '#', '@'])
}

/// Whether an element's name or the page's description says that a block is the standfirst.
fn is_called(sketch: &Sketch, block: &Block, description: Option<&str>) -> bool {
    let own = sketch.el(block.own);
    let close = sketch.el(block.leaf).own.with(own.own).with(sketch.el(own.parent).own);
    close.has(Hints::DEK.with(Hints::STANDFIRST)) || description.is_some_and(|d| is_opening(sketch.words(block), d))
}

/// Whether a block over the story is its standfirst: called so, or in the header with the headline.
///
/// Many sites call their first paragraph a lead or an intro; among the other paragraphs it stays.
pub(super) fn is_one(sketch: &Sketch, place: Place, block: &Block) -> bool {
    let own = sketch.el(block.own);
    let parent = sketch.el(own.parent);
    let close = sketch.el(block.leaf).own.with(own.own);
    let alone = |e: &El| sketch.prose_of(e.blocks) <= block.prose() + block.prose() / 2;
    if block.len() < 500 && (close.has(Hints::DEK) || (parent.own.has(Hints::DEK) && alone(parent))) {
        return true;
    }
    let core = sketch.el(place.core);
    let around = sketch.el(block.leaf).ctx.without(core.ctx);
    let item = || sketch.around(block.leaf).take(4).any(|(_, e)| e.tag == Tag::Item);
    if (own.tag == Tag::Heading && close.has(Hints::STANDFIRST)) || (around.has(Hints::STANDFIRST) && item()) {
        return true;
    }
    let titled = |e: &El, i: u32| {
        sketch.els.get(i as usize..e.end as usize).is_some_and(|els| els.iter().any(|e| e.tag == Tag::Title))
    };
    sketch.around(block.own).any(|(i, e)| e.tag == Tag::Header && !(i..e.end).contains(&place.core) && titled(e, i))
}

/// Whether a line is the description, or its beginning where that was cut.
fn is_opening(words: &str, description: &str) -> bool {
    let cut = description.trim_end_matches(['…', '.', ' ']);
    jaccard(words, description) > 0.8 || (cut.len() > 35 && words.len() < 400 && words.starts_with(cut))
}
