//! What stands apart from the story: the lines between headline and byline, boxes that invite to subscribe.

use super::main_content::MainContent;
use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::TextBlock;
use crate::extract::dom::tag::ElementKind;
use crate::extract::phrases::{boilerplate, byline};
use crate::text::steps;

/// Lines after the headline among which a byline is looked for.
const NEAR: usize = 10;

/// Bytes of prose that may stand between headline and byline; more is a story with the byline at its foot.
const OVER: usize = 700;

/// Whether an element stands aside from the story by what it and those around it are called; `more` are further names that say so.
///
/// What stands before the story is no footer, though it be called the bottom of something.
pub(crate) fn is_aside(document: &TextDocument, main: Option<MainContent>, index: u32, more: ClassHints) -> bool {
    let before = main.is_some_and(|p| index < p.container);
    let aside = ClassHints::COMMENT.with(ClassHints::RELATED).with(more);
    document.element(index).inherited_hints.has(if before { aside } else { aside.with(ClassHints::FOOTER) })
}

/// The blocks from the headline's line to the byline or date that follows it: none of them is of the story.
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
            prose = prose.max(OVER - 40);
        }
    }
    first..first + end
}

/// Whether a line says `By` and a name, or is nothing but a date, in an element that is called so or in none that speaks.
pub(crate) fn is_byline_block(document: &TextDocument, block: &TextBlock) -> bool {
    let words = document.text_of_block(block);
    let named = document
        .element(block.innermost)
        .own_hints
        .with(document.element(block.container).own_hints)
        .has(ClassHints::AUTHOR.with(ClassHints::DATE));
    words.len() <= 120
        && block.prose_bytes() == 0
        && (byline::starts_with_byline_label(words)
            || named
            || (words.len() <= 60 && crate::dates::parse(words).is_some()))
}

/// Whether a block stands behind the story, in a box that is called its comments.
pub(crate) fn in_comments(document: &TextDocument, main: MainContent, block: &TextBlock) -> bool {
    let core = document.element(main.container);
    block.innermost >= core.end
        && document.element(block.innermost).inherited_hints.without(core.inherited_hints).has(ClassHints::COMMENT)
}

/// Whether a block stands in a box that is called a newsletter's or appeals for money, or in a small one of which a line or a
/// control invites to subscribe or asks for consent.
pub(crate) fn in_subscribe_box(document: &TextDocument, main: MainContent, block: &TextBlock) -> bool {
    let core = document.element(main.container);
    let whole = document.prose_bytes_in(core.blocks);
    let mut boxes = document.ancestors(block.container).take(6).take_while(|(i, e)| {
        (*i > main.container || e.end <= main.container)
            && e.blocks.1 - e.blocks.0 <= 32
            && document.prose_bytes_in(e.blocks) * 4 < whole.max(2000)
            && !matches!(e.tag, ElementKind::HtmlOrBody | ElementKind::Main | ElementKind::Article)
    });
    boxes.any(|(i, e)| {
        if !matches!(
            e.tag,
            ElementKind::Div | ElementKind::Aside | ElementKind::Section | ElementKind::Form | ElementKind::Figure
        ) {
            return false;
        }
        let small = e.blocks.1 - e.blocks.0 <= 8 && document.prose_bytes_in(e.blocks) < 500;
        let lines = document.blocks_in(e.blocks);
        let asks = || {
            let inside = document.elements_in(i..e.end);
            inside.iter().any(|e| e.own_hints.has(ClassHints::SUBSCRIBE_CONTROL))
        };
        e.own_hints.has(ClassHints::NEWSLETTER)
            || (small && (lines.iter().any(|b| boilerplate::is_call_to_action(document.text_of_block(b))) || asks()))
    })
}

/// Whether a line holds only names that are known, or says `By` and a name.
pub(crate) fn is_author_line(words: &str, names: &[String]) -> bool {
    if words.len() > 120 || words.ends_with(['.', '!', '?', '”', '"']) {
        return false;
    }
    let author = names.iter().inspect(|_| steps::count(words.len())).find(|n| words.contains(n.as_str()));
    author.is_some_and(|n| words.len() <= n.len() + 40 && !words.contains('“'))
        || byline::starts_with_byline_label(words)
}
