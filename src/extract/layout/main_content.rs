//! Where on the page the story stands: the element that holds it.

use std::ops::Range;

use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::tag::ElementKind;
use crate::text::steps;

/// How much of a paragraph's weight each level above it gets.
const FADE: f32 = 0.55;

/// Levels that get some.
const LEVELS: usize = 5;

/// The element whose paragraphs weigh most, and the wider one that holds all of the story's parts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MainContent {
    pub(crate) container: u32,
    pub(crate) section: u32,
}

/// Finds the place of the story among these elements, `None` when they hold no prose. O(n).
pub(crate) fn find(document: &TextDocument, scope: &Range<u32>) -> Option<MainContent> {
    let mut scores = vec![0f32; document.elements.len()];
    for block in document.blocks.iter().filter(|b| scope.contains(&b.innermost)) {
        let mut weight = (block.prose_bytes() as f32).min(1200.0);
        if weight == 0.0 {
            continue;
        }
        let inherited = document.element(block.innermost).inherited_hints;
        if inherited.has(ClassHints::CLUTTER) {
            weight *= 0.15;
        }
        if inherited.has(ClassHints::CAPTION.with(ClassHints::AUTHOR)) {
            weight *= 0.3;
        }
        // A paragraph is not its own container.
        let skip = usize::from(matches!(
            document.element(block.container).tag,
            ElementKind::Paragraph | ElementKind::Item | ElementKind::Pre
        ));
        for (index, _) in document.ancestors(block.container).skip(skip).take(LEVELS) {
            if let Some(score) = scores.get_mut(index as usize) {
                *score += weight;
            }
            weight *= FADE;
        }
    }
    let graded = |i: usize| {
        let (Some(el), Some(score)) = (document.elements.get(i), scores.get(i)) else { return 0.0 };
        let mut grade = *score;
        if el.own_hints.has(ClassHints::BODY) {
            grade *= 1.25;
        }
        match el.tag {
            ElementKind::Article => grade * 1.2,
            ElementKind::Main => grade * 1.1,
            ElementKind::HtmlOrBody => grade * 0.7,
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
        let titles = |e: &crate::extract::dom::element::Element| {
            document.elements_in(index..e.end).iter().filter(|e| e.tag == ElementKind::Article).count()
        };
        if has > had * 1.02 && (has < had * 1.6 || had < all * 0.3) && titles(el) <= 1 {
            wide = index;
        } else if has > had * 1.6 {
            break;
        }
    }
    wide
}
