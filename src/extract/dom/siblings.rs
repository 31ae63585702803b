//! Steps from a node to its neighbours that text goes through.

use ego_tree::NodeRef;
use scraper::Node;

use crate::text::whitespace::is_invisible_char;

/// Levels between a letter that opens a story and the rest of its word, on each side.
pub(crate) const LEVELS: usize = 4;

/// Returns the node, or the next one beside it that is not blank; `None` where many are.
pub(crate) fn beside(node: Option<NodeRef<'_, Node>>) -> Option<NodeRef<'_, Node>> {
    let blank = |n: &NodeRef<'_, Node>| match n.value() {
        Node::Text(text) => text.chars().all(|c| c.is_whitespace() || is_invisible_char(c)),
        Node::Comment(_) => true,
        _ => false,
    };
    std::iter::successors(node, NodeRef::next_sibling).take(LEVELS).find(|n| !blank(n))
}
