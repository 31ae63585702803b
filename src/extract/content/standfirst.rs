//! The standfirst: what a page shows its readers between headline and story, and not in the text.

use std::ops::Range;
use std::sync::LazyLock;

use super::facts::PageFacts;
use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::{Element, MOSTLY_LINKS, TextBlock};
use crate::extract::dom::tag::ElementKind;
use crate::extract::layout::headline::SAME_WORDS;
use crate::extract::layout::main_content::MainContent;
use crate::extract::layout::regions;
use crate::extract::phrases::captions::is_caption;
use crate::extract::phrases::{boilerplate, clock};
use crate::text::phrases::{PhraseSet, lists};
use crate::text::similarity::TokenSet;

static DISCLOSURES: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::AFFILIATE_DISCLOSURES]));

/// Lines before the story among which it stands.
const NEAR: usize = 10;

/// Bytes of a line that is more than a label.
const LINE: usize = 30;

/// Bytes of a line that may be a byline or a date.
const BRIEF: usize = 140;

/// Bytes of a heading below the headline that is more than a section's.
const HEADING: usize = 45;

/// Bytes of a block that is called a standfirst (chosen).
const MAX_STANDFIRST_BYTES: usize = 500;
/// Levels up to a list's item, as summaries in points are (chosen).
const ITEM_LEVELS: usize = 4;
/// The part of a line's words that a form of the headline has too (chosen).
const SAME_WORDS_OF_FORM: f32 = 0.7;
/// Bytes of a cut description that a line may begin with, and of that line (chosen).
const MIN_DESCRIPTION_BYTES: usize = 35;
const MAX_OPENING_BYTES: usize = 400;
/// Words of a line that is more than a label, or its letters in scripts without spaces (chosen).
const LABEL_WORDS: usize = 7;
const LABEL_SIGNS: usize = 15;
/// The first letter of Thai, with which the scripts begin that need no spaces.
const FIRST_UNSPACED: char = '\u{e00}';

/// Returns the lines over the story that are its standfirst, whatever the model takes them for. `headline` is the line that says
/// it, `over` are the blocks from it to the byline; `until` is the story's first block.
pub(crate) fn visible_standfirst<'a>(
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
        is_named(document, block, facts)
            || told && (over.contains(i) || heading() || is_marked_up(document, main, block))
    };
    (from..)
        .zip(lines)
        .filter(|(_, b)| is_line(document, main, facts, b))
        .filter(is_one)
        .map(|(_, b)| document.text_of_block(b))
        .collect()
}

/// Returns whether a block may be read as a sentence and has no other use over a story.
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
        && (block.len() > BRIEF || !clock::contains_time(words))
        && block.link_density() < MOSTLY_LINKS
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

/// Returns whether a line says that the publisher lives by what it recommends.
fn is_affiliate_disclosure(words: &str) -> bool {
    DISCLOSURES.is_match(&words.to_lowercase())
}

/// Returns whether a line says the headline in one of its forms, or with a rubric.
fn is_headline(document: &TextDocument, facts: &PageFacts<'_>, words: &str) -> bool {
    let line = TokenSet::of(words);
    let head = &document.head;
    let forms = [facts.title_text, head.first(&["og:title"]), head.first(&["twitter:title"]), head.title.as_deref()];
    let rubric = facts.title.containment(&line) > SAME_WORDS;
    rubric || forms.into_iter().flatten().any(|form| line.containment(&TokenSet::of(form)) > SAME_WORDS_OF_FORM)
}

/// Returns whether a line without a full stop is more than a label.
///
/// It has seven words, or as many characters where no space parts them. It has none of the signs and years that dates,
/// credits and buttons have.
fn is_more_than_a_label(words: &str) -> bool {
    let long = words.split_whitespace().count() >= LABEL_WORDS
        || words.chars().filter(|c| *c >= FIRST_UNSPACED && c.is_alphabetic()).count() >= LABEL_SIGNS;
    let year = words.as_bytes().windows(4).any(|w| w.iter().all(u8::is_ascii_digit));
    long && !year && !words.contains(['/', '|', '•', '·', '_', '#', '@'])
}

/// Returns whether an element's name or the page's description says that a block is the standfirst.
fn is_named(document: &TextDocument, block: &TextBlock, facts: &PageFacts<'_>) -> bool {
    let own = document.element(block.container);
    let close =
        document.element(block.innermost).own_hints.with(own.own_hints).with(document.element(own.parent).own_hints);
    close.has(ClassHints::DEK.with(ClassHints::STANDFIRST)) || is_opening(document.text_of_block(block), facts)
}

/// Returns whether a block over the story is its standfirst: called so, or in the header with the headline.
///
/// Many sites call their first paragraph a lead or an intro; among the other paragraphs it stays.
pub(crate) fn is_marked_up(document: &TextDocument, main: MainContent, block: &TextBlock) -> bool {
    let own = document.element(block.container);
    let parent = document.element(own.parent);
    let close = document.element(block.innermost).own_hints.with(own.own_hints);
    if block.len() < MAX_STANDFIRST_BYTES
        && (close.has(ClassHints::DEK)
            || (parent.own_hints.has(ClassHints::DEK) && document.is_alone_in(block, parent)))
    {
        return true;
    }
    let core = document.element(main.container);
    let around = document.element(block.innermost).inherited_hints.without(core.inherited_hints);
    let item = || document.ancestors(block.innermost).take(ITEM_LEVELS).any(|(_, e)| e.tag == ElementKind::Item);
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

/// Returns whether a line is the description, or its beginning where that was cut.
fn is_opening(words: &str, facts: &PageFacts<'_>) -> bool {
    let Some(description) = facts.description else { return false };
    let cut = description.trim_end_matches(['…', '.', ' ']);
    facts.description_words.jaccard(&TokenSet::of(words)) > SAME_WORDS
        || (cut.len() > MIN_DESCRIPTION_BYTES && words.len() < MAX_OPENING_BYTES && words.starts_with(cut))
}
