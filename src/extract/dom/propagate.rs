//! Hints handed down from each element to those inside it.

use std::collections::HashMap;

use super::class_hints::ClassHints;
use super::document::TextDocument;
use super::element::Element;
use super::tag::ElementKind;
use crate::text::steps;

/// An element that holds this part of all prose is around the story, whatever its names say.
const AROUND_EVERYTHING: f32 = 0.35;
/// Bytes of prose between headline and comments, as a short story has.
const STORY: u32 = 400;

/// Hands hints down from each element to those inside.
pub(super) fn inherit(document: &mut TextDocument) {
    let all = document.prose_bytes().max(1) as f32;
    let headlines = headlines(document);
    for i in 0..document.elements.len() {
        steps::count(1);
        let Some(&el) = document.elements.get(i) else { break };
        let above = document.elements.get(el.parent as usize).map_or_else(ClassHints::default, |p| p.inherited_hints);
        let own = if el.tag == ElementKind::HtmlOrBody {
            el.own_hints.without(ClassHints::WEAK_ON_LARGE)
        } else if document.prose_bytes_in(el.blocks) as f32 / all <= AROUND_EVERYTHING {
            el.own_hints
        } else if is_behind_story(document, &headlines, i as u32, el) {
            el.own_hints.without(ClassHints::WEAK_ON_LARGE.without(ClassHints::COMMENT))
        } else {
            el.own_hints.without(ClassHints::WEAK_ON_LARGE)
        };
        if let Some(el) = document.elements.get_mut(i) {
            el.inherited_hints = above.with(own);
        }
    }
}

/// Returns the first-level headings; where there are none, the first heading.
fn headlines(document: &TextDocument) -> Vec<u32> {
    let of = |tag: ElementKind| {
        steps::count(document.elements.len());
        let headings =
            document.elements.iter().zip(0u32..).filter(move |(e, _)| e.tag == tag && e.blocks.0 < e.blocks.1);
        headings.map(|(_, i)| i)
    };
    let first: Vec<u32> = of(ElementKind::H1).collect();
    if first.is_empty() { of(ElementKind::Heading).take(1).collect() } else { first }
}

/// Returns whether an element holds no headline, and stands behind one with a story below it.
fn is_behind_story(document: &TextDocument, headlines: &[u32], index: u32, el: Element) -> bool {
    let behind = headlines.partition_point(|&h| h < index);
    let holds = headlines.get(behind).is_some_and(|&h| h < el.end);
    let last = behind.checked_sub(1).and_then(|h| document.elements.get(*headlines.get(h)? as usize));
    !holds && last.is_some_and(|h| document.prose_bytes_in((h.blocks.0, el.blocks.0)) >= STORY)
}

/// Boxes that look alike and hold half of the prose together are no appeals, whatever they are called.
pub(super) fn absolve(document: &mut TextDocument) {
    let mut held: HashMap<u32, u32> = HashMap::new();
    let is_called = |el: &Element| el.own_hints.has(ClassHints::NEWSLETTER) && el.tag != ElementKind::HtmlOrBody;
    for el in document
        .elements
        .iter()
        .filter(|e| is_called(e) && document.elements.get(e.parent as usize).is_none_or(|p| p.style_key != e.style_key))
    {
        *held.entry(el.style_key).or_default() += document.prose_bytes_in(el.blocks);
    }
    let all = document.prose_bytes();
    held.retain(|_, prose| *prose > all / 2);
    for el in document.elements.iter_mut().filter(|e| is_called(e) && held.contains_key(&e.style_key)) {
        el.own_hints = el.own_hints.without(ClassHints::NEWSLETTER);
    }
}
