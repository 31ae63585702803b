//! Drop caps: the first letter of a story in a block of its own.

use ego_tree::NodeRef;
use scraper::Node;

use super::siblings::{LEVELS, beside};
use super::tag::ElementKind;

/// Returns whether a text is one letter in a block of its own, and the next block goes on with the word: an initial.
///
/// `A` and `I` are words themselves.
pub(crate) fn is_drop_cap(node: NodeRef<'_, Node>, text: &str) -> bool {
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
        let tag = parent.value().as_element().map(|e| ElementKind::of(e.name()));
        let Some(tag) = tag.filter(|&t| is_plain(t)) else { return false };
        apart |= !tag.is_inline();
        at = parent;
    }
    false
}

/// Returns whether the first text of a node begins in lower case.
fn goes_on(node: NodeRef<'_, Node>) -> bool {
    let mut at = node;
    for _ in 0..LEVELS {
        match at.value() {
            Node::Text(text) => return text.trim_start().starts_with(char::is_lowercase),
            Node::Element(element) if is_plain(ElementKind::of(element.name())) => {}
            _ => return false,
        }
        let Some(first) = beside(at.first_child()) else { return false };
        at = first;
    }
    false
}

const fn is_plain(tag: ElementKind) -> bool {
    matches!(tag, ElementKind::Div | ElementKind::Paragraph) || (tag.is_inline() && !matches!(tag, ElementKind::Image))
}
