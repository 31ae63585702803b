//! Text that only machines read out, and letters that are set apart from their word.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use super::tag::Tag;
use crate::text::whitespace::is_invisible_char;

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
const MOST: usize = 16;
/// Levels between a letter that opens a story and the rest of its word, on each side.
const LEVELS: usize = 4;

/// Whether an element within a line is for screen readers alone; a mark between words is for all.
pub(super) fn is_unseen(node: NodeRef<'_, Node>, element: &Element, tag: Tag) -> bool {
    let named = || element.attr("class").is_some_and(is_called) || element.attr("style").is_some_and(is_clipped);
    let said = |n: NodeRef<'_, Node>| n.value().as_text().is_some_and(|t| t.contains(char::is_alphanumeric));
    tag.is_inline() && named() && node.descendants().take(MOST).any(said)
}

fn is_called(names: &str) -> bool {
    // `not-sr-only` undoes it.
    let mut names = names.split_ascii_whitespace().map(str::to_ascii_lowercase);
    names.any(|name| NAMES.iter().any(|n| name.contains(n)) && !name.contains("not-"))
}

/// Whether a style cuts the element down to nothing.
fn is_clipped(style: &str) -> bool {
    style.contains("clip") && {
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
        ["clip:rect(0", "clip:rect(1px,1px", "clip-path:inset(50%"].iter().any(|clip| style.contains(clip))
    }
}

/// Whether what follows an element in its line is the same for the eye.
pub(super) fn is_copied(node: NodeRef<'_, Node>) -> bool {
    let next = beside(node.next_sibling()).and_then(|n| n.value().as_element());
    next.and_then(|e| e.attr("aria-hidden")).is_some_and(|v| v.eq_ignore_ascii_case("true"))
}

/// Whether a text is one letter in a block of its own, and the next block goes on with the word: an initial.
///
/// `A` and `I` are words themselves.
pub(super) fn is_initial(node: NodeRef<'_, Node>, text: &str) -> bool {
    let mut letters = text.trim().chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else { return false };
    if !letter.is_uppercase() || matches!(letter, 'A' | 'I') {
        return false;
    }
    let mut apart = false;
    let mut at = node;
    for _ in 0..LEVELS {
        if let Some(next) = beside(at.next_sibling()) {
            return apart && goes_on(next);
        }
        let Some(parent) = at.parent() else { return false };
        let tag = parent.value().as_element().map(|e| Tag::of(e.name()));
        let Some(tag) = tag.filter(|&t| is_plain(t)) else { return false };
        apart |= !tag.is_inline();
        at = parent;
    }
    false
}

/// Whether the first text of a node begins in lower case.
fn goes_on(node: NodeRef<'_, Node>) -> bool {
    let mut at = node;
    for _ in 0..LEVELS {
        match at.value() {
            Node::Text(text) => return text.trim_start().starts_with(char::is_lowercase),
            Node::Element(element) if is_plain(Tag::of(element.name())) => {}
            _ => return false,
        }
        let Some(first) = beside(at.first_child()) else { return false };
        at = first;
    }
    false
}

const fn is_plain(tag: Tag) -> bool {
    matches!(tag, Tag::Div | Tag::Paragraph) || (tag.is_inline() && !matches!(tag, Tag::Image))
}

/// The node, or the next one beside it that is not blank; `None` where many are.
fn beside(node: Option<NodeRef<'_, Node>>) -> Option<NodeRef<'_, Node>> {
    let blank = |n: &NodeRef<'_, Node>| match n.value() {
        Node::Text(text) => text.chars().all(|c| c.is_whitespace() || is_invisible_char(c)),
        Node::Comment(_) => true,
        _ => false,
    };
    std::iter::successors(node, NodeRef::next_sibling).take(LEVELS).find(|n| !blank(n))
}
