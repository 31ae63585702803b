//! The standfirst: what a page shows its readers between headline and story, and not in the text.

use std::ops::Range;

use super::facts::PageFacts;
use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::{Element, TextBlock};
use crate::extract::dom::tag::ElementKind;
use crate::extract::layout::main_content::MainContent;
use crate::extract::layout::regions;
use crate::extract::phrases::boilerplate;
use crate::extract::phrases::captions::is_caption;
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
pub(crate) fn shown<'a>(
    document: &'a TextDocument,
    main: MainContent,
    facts: &PageFacts<'_>,
    headline: Option<usize>,
    over: &Range<usize>,
    until: usize,
) -> Vec<&'a str> {
    let from = headline.map_or(until.saturating_sub(NEAR), |at| at + 1);
    let lines = document.blocks.get(from..until.min(from + NEAR)).unwrap_or_default();
    let is_one = |(i, block): &(usize, &TextBlock)| {
        let heading = || {
            document.element(block.container).tag == ElementKind::Heading
                && block.len() >= HEADING
                && headline == Some(i - 1)
        };
        let told = block.prose_bytes() > 0 || is_more_than_a_label(document.text_of_block(block));
        is_named(document, block, facts.description)
            || told && (over.contains(i) || heading() || is_marked_up(document, main, block))
    };
    (from..)
        .zip(lines)
        .filter(|(_, b)| is_line(document, main, facts, b))
        .filter(is_one)
        .map(|(_, b)| document.text_of_block(b))
        .collect()
}

/// Whether a block may be read as a sentence and has no other use over a story.
fn is_line(document: &TextDocument, main: MainContent, facts: &PageFacts<'_>, block: &TextBlock) -> bool {
    let words = document.text_of_block(block);
    let inherited =
        document.element(block.innermost).inherited_hints.without(document.element(main.container).inherited_hints);
    let other = ClassHints::CLUTTER
        .with(ClassHints::CAPTION)
        .with(ClassHints::CREDIT)
        .with(ClassHints::IN_FIGURE)
        .with(ClassHints::AUTHOR);
    block.len() >= LINE
        && (block.len() > BRIEF || !has_clock(words))
        && block.link_density() < 0.5
        && !inherited.has(other.with(ClassHints::DATE))
        && !is_caption(words)
        && !boilerplate::is_boilerplate(words, block.link_density())
        && !regions::is_byline_block(document, block)
        && !regions::is_author_line(words, facts.authors)
        && !boilerplate::is_editorial_note(words)
        && !is_affiliate_disclosure(words)
        // `Ana Cruz, who covers the coast, spent a week at the quay.`
        && !facts.authors.iter().any(|name| words.starts_with(name) || block.stops == 0 && words.contains(name.as_str()))
        && !is_headline(document, facts, words)
}

/// Whether a line says that the publisher lives by what it recommends.
fn is_affiliate_disclosure(words: &str) -> bool {
    let lower = words.to_lowercase();
    ["earn a commission", "earn commission", "affiliate", "independently select", "partnerlink"]
        .iter()
        .any(|w| lower.contains(w))
}

/// Whether a line says the headline in one of its forms, or with a rubric.
fn is_headline(document: &TextDocument, facts: &PageFacts<'_>, words: &str) -> bool {
    let line = TokenSet::of(words);
    let head = &document.head;
    let forms = [facts.title, head.first(&["og:title"]), head.first(&["twitter:title"]), head.title.as_deref()];
    let rubric = facts.title.is_some_and(|title| TokenSet::of(title).containment(&line) > 0.8);
    rubric || forms.into_iter().flatten().any(|form| line.containment(&TokenSet::of(form)) > 0.7)
}

/// Whether a line holds a time of day, as bylines do.
fn has_clock(words: &str) -> bool {
    let ends = |part: &str| part.ends_with(char::is_numeric);
    words.split(':').zip(words.split(':').skip(1)).any(|(a, b)| ends(a) && b.starts_with(char::is_numeric))
}

/// Whether a line without a full stop is more than a label: seven words, or as many signs where no space parts them, and none of
/// the signs and years that dates, credits and buttons have.
fn is_more_than_a_label(words: &str) -> bool {
    let long = words.split_whitespace().count() >= 7
        || words.chars().filter(|c| *c >= '\u{e00}' && c.is_alphabetic()).count() >= 15;
    let year = words.as_bytes().windows(4).any(|w| w.iter().all(u8::is_ascii_digit));
    long && !year && !words.contains(['/', '|', '•', '·', '_', '#', '@'])
}

/// Whether an element's name or the page's description says that a block is the standfirst.
fn is_named(document: &TextDocument, block: &TextBlock, description: Option<&str>) -> bool {
    let own = document.element(block.container);
    let close =
        document.element(block.innermost).own_hints.with(own.own_hints).with(document.element(own.parent).own_hints);
    close.has(ClassHints::DEK.with(ClassHints::STANDFIRST))
        || description.is_some_and(|d| is_opening(document.text_of_block(block), d))
}

/// Whether a block over the story is its standfirst: called so, or in the header with the headline.
///
/// Many sites call their first paragraph a lead or an intro; among the other paragraphs it stays.
pub(crate) fn is_marked_up(document: &TextDocument, main: MainContent, block: &TextBlock) -> bool {
    let own = document.element(block.container);
    let parent = document.element(own.parent);
    let close = document.element(block.innermost).own_hints.with(own.own_hints);
    let alone = |e: &Element| document.prose_bytes_in(e.blocks) <= block.prose_bytes() + block.prose_bytes() / 2;
    if block.len() < 500 && (close.has(ClassHints::DEK) || (parent.own_hints.has(ClassHints::DEK) && alone(parent))) {
        return true;
    }
    let core = document.element(main.container);
    let around = document.element(block.innermost).inherited_hints.without(core.inherited_hints);
    let item = || document.ancestors(block.innermost).take(4).any(|(_, e)| e.tag == ElementKind::Item);
    if (own.tag == ElementKind::Heading && close.has(ClassHints::STANDFIRST))
        || (around.has(ClassHints::STANDFIRST) && item())
    {
        return true;
    }
    let titled = |e: &Element, i: u32| document.elements_in(i..e.end).iter().any(|e| e.tag == ElementKind::H1);
    document
        .ancestors(block.container)
        .any(|(i, e)| e.tag == ElementKind::Header && !(i..e.end).contains(&main.container) && titled(e, i))
}

/// Whether a line is the description, or its beginning where that was cut.
fn is_opening(words: &str, description: &str) -> bool {
    let cut = description.trim_end_matches(['…', '.', ' ']);
    jaccard(words, description) > 0.8 || (cut.len() > 35 && words.len() < 400 && words.starts_with(cut))
}
