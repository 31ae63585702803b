//! Where on the page the story stands: the element that holds it.

use std::ops::Range;

use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::tag::ElementKind;
use crate::text::steps;

// The weights were chosen on the development pages; `xtask train extract` measures what follows from them.

/// The part of a paragraph's weight that each level above it gets of the level below.
const FADE: f32 = 0.55;
/// Levels that get some.
const LEVELS: usize = 5;
/// Bytes of prose that a paragraph weighs at the most.
const MAX_WEIGHT: f32 = 1200.0;
/// What is left of the weight of a paragraph in clutter, and of one in a caption or an author's box.
const IN_CLUTTER: f32 = 0.15;
const IN_CAPTION: f32 = 0.3;
/// Factors of an element that is called a body, of `<article>`, `<main>`, and of `<html>` and `<body>`.
const CALLED_BODY: f32 = 1.25;
const ARTICLE: f32 = 1.2;
const MAIN: f32 = 1.1;
const WHOLE_PAGE: f32 = 0.7;
/// An element around the container is the section if it has more prose by this factor at the least.
const MORE_PROSE: f32 = 1.02;
/// An element with more prose by this factor holds something else too.
const OTHER_PROSE: f32 = 1.6;
/// A container with less than this part of the page's prose is but a piece of the story.
const PIECE: f32 = 0.3;

/// The element whose paragraphs weigh most, and the wider one that holds all of the story's parts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MainContent {
    /// The element whose paragraphs weigh most.
    pub(crate) container: u32,
    /// The element around it that holds all of the story's parts.
    pub(crate) section: u32,
}

/// Finds the main content among these elements; `None` when they hold no prose. O(n).
pub(crate) fn find(document: &TextDocument, scope: &Range<u32>) -> Option<MainContent> {
    let mut weights = vec![0f32; document.elements.len()];
    for block in document.blocks.iter().filter(|b| scope.contains(&b.innermost)) {
        let mut weight = (block.prose_bytes() as f32).min(MAX_WEIGHT);
        if weight == 0.0 {
            continue;
        }
        let inherited = document.element(block.innermost).inherited_hints;
        if inherited.has(ClassHints::CLUTTER) {
            weight *= IN_CLUTTER;
        }
        if inherited.has(ClassHints::CAPTION.with(ClassHints::AUTHOR)) {
            weight *= IN_CAPTION;
        }
        // A paragraph is not its own container.
        let skip = usize::from(matches!(
            document.element(block.container).tag,
            ElementKind::Paragraph | ElementKind::Item | ElementKind::Pre
        ));
        for (index, _) in document.ancestors(block.container).skip(skip).take(LEVELS) {
            if let Some(sum) = weights.get_mut(index as usize) {
                *sum += weight;
            }
            weight *= FADE;
        }
    }
    let graded = |i: usize| {
        let (Some(el), Some(sum)) = (document.elements.get(i), weights.get(i)) else { return 0.0 };
        let mut grade = *sum;
        if el.own_hints.has(ClassHints::BODY) {
            grade *= CALLED_BODY;
        }
        match el.tag {
            ElementKind::Article => grade * ARTICLE,
            ElementKind::Main => grade * MAIN,
            ElementKind::HtmlOrBody => grade * WHOLE_PAGE,
            _ => grade,
        }
    };
    let core = (0..document.elements.len())
        .inspect(|_| steps::count(1))
        .max_by(|&a, &b| graded(a).total_cmp(&graded(b)).then(b.cmp(&a)))
        .filter(|&i| graded(i) > 0.0)?;
    let core = core as u32;
    Some(MainContent { container: core, section: widen(document, core) })
}

/// Climbs while what lies around the core holds more of the same story.
fn widen(document: &TextDocument, core: u32) -> u32 {
    let all = document.prose_bytes() as f32;
    let mut wide = core;
    for (index, el) in document.ancestors(core).skip(1) {
        let inner = document.element(wide);
        let (has, had) = (document.prose_bytes_in(el.blocks) as f32, document.prose_bytes_in(inner.blocks) as f32);
        if el.tag == ElementKind::HtmlOrBody || inner.tag == ElementKind::Article {
            break;
        }
        let articles = |i: u32| document.elements_within(i).iter().filter(|e| e.tag == ElementKind::Article).count();
        if has > had * MORE_PROSE && (has < had * OTHER_PROSE || had < all * PIECE) && articles(index) <= 1 {
            wide = index;
        } else if has > had * OTHER_PROSE {
            break;
        }
    }
    wide
}
