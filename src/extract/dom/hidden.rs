//! Text that only machines read out, and letters that are set apart from their word.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element as HtmlElement;

use super::class_hints::ClassHints;
use super::siblings::beside;
use super::tag::ElementKind;
use crate::text::steps;

/// What an element for screen readers is called, in lower case.
const NAMES: [&str; 8] = [
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "screen-reader",
    "screenreader",
    "a11y-hidden",
    "show-for-sr",
    "element-invisible",
];

/// Nodes of such an element that are looked at.
const NODES_LOOKED_AT: usize = 16;

/// Returns whether an element within a line is for screen readers alone; a mark between words is for all.
pub(crate) fn is_screen_reader_only(node: NodeRef<'_, Node>, element: &HtmlElement, tag: ElementKind) -> bool {
    let named = || element.attr("class").is_some_and(is_called) || element.attr("style").is_some_and(is_clipped);
    let said = |n: NodeRef<'_, Node>| n.value().as_text().is_some_and(|t| t.contains(char::is_alphanumeric));
    tag.is_inline() && named() && node.descendants().take(NODES_LOOKED_AT).any(said)
}

fn is_called(names: &str) -> bool {
    // `not-sr-only` undoes it.
    let mut names = names.split_ascii_whitespace().map(str::to_ascii_lowercase);
    names.any(|name| NAMES.iter().any(|n| name.contains(n)) && !name.contains("not-"))
}

/// Returns whether a style cuts the element down to nothing.
fn is_clipped(style: &str) -> bool {
    style.contains("clip") && {
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
        ["clip:rect(0", "clip:rect(1px,1px", "clip-path:inset(50%"].iter().any(|clip| style.contains(clip))
    }
}

/// Returns whether what follows an element in its line is the same for the eye.
pub(crate) fn has_visible_copy(node: NodeRef<'_, Node>) -> bool {
    let next = beside(node.next_sibling()).and_then(|n| n.value().as_element());
    next.and_then(|e| e.attr("aria-hidden")).is_some_and(|v| v.eq_ignore_ascii_case("true"))
}

/// Nodes that such a box holds at the most; one with more is a part of the page.
const CARD_NODES: usize = 128;

/// Returns whether an element within a line is such a box: called so, behind the word it belongs to, with a picture or several
/// links.
pub(crate) fn is_hover_card(node: NodeRef<'_, Node>, element: &HtmlElement, tag: ElementKind) -> bool {
    if element.attr("role") == Some("tooltip") {
        return true;
    }
    let called = |name: &str| element.attr(name).is_some_and(|names| ClassHints::of(names).has(ClassHints::HIDDEN));
    let parent = node.parent().and_then(|n| Some(ElementKind::of(n.value().as_element()?.name())));
    let in_line = parent.is_some_and(|p| p.is_inline() || p == ElementKind::Paragraph);
    if !in_line || !matches!(tag, ElementKind::Inline | ElementKind::Div) || !(called("class") || called("id")) {
        return false;
    }
    let behind = node.prev_siblings().inspect(|_| steps::count(1)).any(|n| n.value().is_element());
    let (mut nodes, mut links, mut pictures) = (0, 0, 0);
    for inner in node.descendants().skip(1).take(CARD_NODES + 1) {
        steps::count(1);
        nodes += 1;
        match inner.value().as_element().map(|e| ElementKind::of(e.name())) {
            Some(ElementKind::Link) => links += 1,
            Some(ElementKind::Image) => pictures += 1,
            _ => {}
        }
    }
    behind && nodes <= CARD_NODES && (links >= 2 || pictures > 0)
}
