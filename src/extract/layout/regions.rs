//! What stands apart from the story: the lines between headline and byline, boxes that invite to subscribe.

use super::main_content::MainContent;
use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::TextBlock;
use crate::extract::dom::tag::ElementKind;
use crate::extract::phrases::{boilerplate, byline};
use crate::text::sentence_end::ends_sentence;
use crate::text::steps;

/// Lines after the headline among which a byline is looked for.
const NEAR: usize = 10;

/// Bytes of prose that may stand between headline and byline; more is a story with the byline at its foot (chosen).
const OVER: usize = 700;
/// Bytes of prose that may still follow once a byline was met: a line between byline and date, but no sentence (chosen).
const BEHIND_BYLINE: usize = 40;
/// Bytes of a byline, of a line that is a date, and of the words beside a name that is known (chosen).
const MAX_BYLINE_BYTES: usize = 120;
const MAX_DATE_BYTES: usize = 60;
const BESIDE_NAME_BYTES: usize = 40;
/// Levels above a block among which a subscription box is looked for, and blocks of the widest (chosen).
const BOX_LEVELS: usize = 6;
const BOX_BLOCKS: u32 = 32;
/// A subscription box has less than this part of the story's prose, or of a short story's bytes (chosen).
const BOX_PART: u32 = 4;
const SHORT_STORY_BYTES: u32 = 2000;
/// Blocks and bytes of prose of a box that one line or control makes a subscription box (chosen).
const SMALL_BOX_BLOCKS: u32 = 8;
const SMALL_BOX_BYTES: u32 = 500;

/// Returns whether an element stands aside from the story by what it and those around it are called; `more` are further names
/// that say so.
///
/// What stands before the story is no footer, though it be called the bottom of something.
pub(crate) fn is_aside(document: &TextDocument, main: Option<MainContent>, index: u32, more: ClassHints) -> bool {
    let before = main.is_some_and(|p| index < p.container);
    let aside = ClassHints::COMMENT.with(ClassHints::RELATED).with(more);
    document.element(index).inherited_hints.has(if before { aside } else { aside.with(ClassHints::FOOTER) })
}

/// Returns the blocks from the headline's line to the byline or date that follows it: none of them is of the story.
pub(crate) fn front_matter(document: &TextDocument, headline: Option<usize>) -> std::ops::Range<usize> {
    let Some(first) = headline else { return 0..0 };
    let lines = document.blocks.get(first..(first + NEAR).min(document.blocks.len())).unwrap_or_default();
    let mut prose = 0;
    let mut end = 0;
    let mut style_key = None;
    for (i, block) in lines.iter().enumerate().skip(1) {
        prose += block.prose_bytes() as usize;
        let alike = (block.prose_bytes() > 0)
            .then(|| (document.element(block.container).style_key, document.element(block.container).parent));
        // Two paragraphs that look alike, one beside the other, are the story's.
        if prose > OVER || (alike.is_some() && alike == style_key) {
            break;
        }
        style_key = alike.or(style_key);
        if is_byline_block(document, block) {
            end = i + 1;
            // Only lines without a sentence stand between a byline and a date.
            prose = prose.max(OVER - BEHIND_BYLINE);
        }
    }
    first..first + end
}

/// Returns whether a line says `By` and a name, or is nothing but a date.
///
/// Its element has a name that says so, or no name that says anything.
pub(crate) fn is_byline_block(document: &TextDocument, block: &TextBlock) -> bool {
    let words = document.text_of_block(block);
    let hints = document.element(block.innermost).own_hints.with(document.element(block.container).own_hints);
    let named = hints.has(ClassHints::AUTHOR.with(ClassHints::DATE));
    words.len() <= MAX_BYLINE_BYTES
        && block.prose_bytes() == 0
        && (byline::starts_with_byline_label(words)
            || named
            || (words.len() <= MAX_DATE_BYTES && crate::dates::parse(words).is_some()))
}

/// Returns whether a block stands behind the story, in a box that is called its comments.
pub(crate) fn in_comments(document: &TextDocument, main: MainContent, block: &TextBlock) -> bool {
    let core = document.element(main.container);
    block.innermost >= core.end
        && document.element(block.innermost).inherited_hints.without(core.inherited_hints).has(ClassHints::COMMENT)
}

/// Returns whether a block is in a box that is named a newsletter's or appeals for money.
///
/// A small box counts too where a line or a control of it invites to subscribe or asks for consent.
pub(crate) fn in_subscribe_box(document: &TextDocument, main: MainContent, block: &TextBlock) -> bool {
    let core = document.element(main.container);
    let whole = document.prose_bytes_in(core.blocks);
    let mut boxes = document.ancestors(block.container).take(BOX_LEVELS).take_while(|(i, e)| {
        (*i > main.container || e.end <= main.container)
            && e.blocks.1 - e.blocks.0 <= BOX_BLOCKS
            && document.prose_bytes_in(e.blocks) * BOX_PART < whole.max(SHORT_STORY_BYTES)
            && !matches!(e.tag, ElementKind::HtmlOrBody | ElementKind::Main | ElementKind::Article)
    });
    boxes.any(|(i, e)| {
        if !matches!(
            e.tag,
            ElementKind::Div | ElementKind::Aside | ElementKind::Section | ElementKind::Form | ElementKind::Figure
        ) {
            return false;
        }
        let small = e.blocks.1 - e.blocks.0 <= SMALL_BOX_BLOCKS && document.prose_bytes_in(e.blocks) < SMALL_BOX_BYTES;
        let lines = document.blocks_of(e);
        let asks = || document.elements_within(i).iter().any(|e| e.own_hints.has(ClassHints::SUBSCRIBE_CONTROL));
        e.own_hints.has(ClassHints::NEWSLETTER)
            || (small && (lines.iter().any(|b| boilerplate::is_call_to_action(document.text_of_block(b))) || asks()))
    })
}

/// Returns whether a line holds only names that are known, or says `By` and a name.
pub(crate) fn is_author_line(words: &str, names: &[String]) -> bool {
    if words.len() > MAX_BYLINE_BYTES || ends_sentence(words) {
        return false;
    }
    let author = names.iter().inspect(|_| steps::count(words.len())).find(|n| words.contains(n.as_str()));
    author.is_some_and(|n| words.len() <= n.len() + BESIDE_NAME_BYTES && !words.contains('“'))
        || byline::starts_with_byline_label(words)
}
