//! What is no part of the story whatever the model says.

use super::facts::PageFacts;
use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::{Element, TextBlock};
use crate::extract::dom::tag::ElementKind;
use crate::extract::layout::headline::is_title_line;
use crate::extract::layout::main_content::MainContent;
use crate::extract::layout::regions::{self, is_author_line};
use crate::extract::layout::teaser;
use crate::extract::phrases::boilerplate;

/// The link density of an item in a list of links, and of a line of tags (chosen).
const LINK_LIST: f32 = 0.9;
const TAG_LIST: f32 = 0.6;
/// Bytes of a label among links (chosen).
const LABEL_BYTES: usize = 30;
/// Levels up to a list of links, blocks of it, and elements of a line of tags, at the most (chosen; they bound the work).
const LIST_LEVELS: usize = 8;
const MAX_LIST_BLOCKS: usize = 64;
const MAX_TAG_ELEMENTS: u32 = 512;

/// Returns whether a block is a caption, a byline, a label, or the headline over the story. `begun` once prose was taken.
pub(crate) fn is_rejected(
    document: &TextDocument,
    main: MainContent,
    facts: &PageFacts<'_>,
    block: &TextBlock,
    begun: bool,
) -> bool {
    let words = document.text_of_block(block);
    let innermost = document.element(block.innermost);
    let own = document.element(block.container);
    if own.tag == ElementKind::Caption && !innermost.inherited_hints.has(ClassHints::EMBED)
        || boilerplate::is_boilerplate(words, block.link_density())
    {
        return true;
    }
    if boilerplate::is_consent_notice(words) || boilerplate::is_all_caps_link(words, block.link_density()) {
        return true;
    }
    if is_author_line(words, facts.authors)
        || is_link_list(document, block)
        || is_tag_list(document, block)
        || regions::in_subscribe_box(document, main, block)
        || (begun && regions::in_comments(document, main, block))
    {
        return true;
    }
    let behind = block.innermost >= document.element(main.container).end;
    if behind && teaser::is_teaser(document, block, facts.title) {
        return true;
    }
    if begun {
        return false;
    }
    is_title_line(facts.title, words)
}

/// Returns whether a block is an item of a list that holds nothing but links.
fn is_link_list(document: &TextDocument, block: &TextBlock) -> bool {
    if block.link_density() < LINK_LIST {
        return false;
    }
    let list = document
        .ancestors(block.innermost)
        .take(LIST_LEVELS)
        .find(|(_, e)| e.tag == ElementKind::List)
        .map(|(_, e)| e.blocks);
    let items = list.map(|blocks| document.blocks_in(blocks)).unwrap_or_default();
    let label = |b: &TextBlock| b.len() < LABEL_BYTES && document.text_of_block(b).ends_with(':');
    !items.is_empty()
        && items.len() <= MAX_LIST_BLOCKS
        && items.iter().all(|b| b.link_density() >= LINK_LIST || label(b))
}

/// Returns whether a line holds little but links, two at least, that are called tags or topics.
fn is_tag_list(document: &TextDocument, block: &TextBlock) -> bool {
    let own = document.element(block.container);
    if block.link_density() < TAG_LIST || own.end - block.container > MAX_TAG_ELEMENTS {
        return false;
    }
    let inside = document.elements_within(block.container);
    let within = |e: &&Element| {
        e.tag == ElementKind::Link && (block.span.start..=block.span.end).contains(&(e.words.0 as usize))
    };
    let mut links = inside.iter().filter(within).peekable();
    let first = links.next();
    first.is_some()
        && links.peek().is_some()
        && first.into_iter().chain(links).all(|l| l.own_hints.has(ClassHints::META))
}
