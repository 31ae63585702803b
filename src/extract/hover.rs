//! Boxes that show only while the pointer rests on a word: a profile, an explanation, the stories about somebody.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use super::hints::Hints;
use super::tag::Tag;

/// Nodes that such a box holds at the most; one with more is a part of the page.
const MOST: usize = 128;

/// Whether an element within a line is such a box: called so, behind the word it belongs to, with a picture or several links.
pub(super) fn is_card(node: NodeRef<'_, Node>, element: &Element, tag: Tag) -> bool {
    if element.attr("role") == Some("tooltip") {
        return true;
    }
    let called = |name: &str| element.attr(name).is_some_and(|names| Hints::of(names).has(Hints::HIDDEN));
    let parent = node.parent().and_then(|n| Some(Tag::of(n.value().as_element()?.name())));
    let in_line = parent.is_some_and(|p| p.is_inline() || p == Tag::Paragraph);
    if !in_line || !matches!(tag, Tag::Inline | Tag::Div) || !(called("class") || called("id")) {
        return false;
    }
    let behind = node.prev_siblings().any(|n| n.value().is_element());
    let (mut nodes, mut links, mut pictures) = (0, 0, 0);
    for inner in node.descendants().skip(1).take(MOST + 1) {
        nodes += 1;
        match inner.value().as_element().map(|e| Tag::of(e.name())) {
            Some(Tag::Link) => links += 1,
            Some(Tag::Image) => pictures += 1,
            _ => {}
        }
    }
    behind && nodes <= MOST && (links >= 2 || pictures > 0)
}
