//! Rows of data tables, which are read as lines.

use ego_tree::NodeRef;
use scraper::Node;

use super::tag::ElementKind;
use crate::text::steps;

/// Nodes of a row that are looked at; one with more is no row of data.
const MOST: usize = 256;

/// Bytes that a cell of data holds at the most.
const CELL: usize = 160;

/// Returns whether an element is a row of at least two short cells without boxes in them, beside another row. O(1).
pub(crate) fn is_data_row(node: NodeRef<'_, Node>) -> bool {
    let row = |n: &NodeRef<'_, Node>| n.value().as_element().is_some_and(|e| e.name() == "tr");
    if !row(&node) {
        return false;
    }
    let other =
        node.next_siblings().chain(node.prev_siblings()).take(MOST).inspect(|_| steps::count(1)).any(|n| row(&n))
            || node.parent().is_some_and(|body| {
                body.next_siblings().chain(body.prev_siblings()).take(8).any(|n| is_table_section(&n))
            });
    let (mut cells, mut bytes) = (0, 0);
    for (count, inner) in node.descendants().skip(1).enumerate() {
        steps::count(1);
        if count == MOST {
            return false;
        }
        match inner.value() {
            Node::Text(text) => bytes += text.trim().len(),
            Node::Element(element) => match ElementKind::of(element.name()) {
                ElementKind::Cell => (cells, bytes) = (cells + 1, 0),
                ElementKind::Paragraph | ElementKind::Div | ElementKind::Break | ElementKind::Skipped => {}
                tag if tag.is_inline() => {}
                _ => return false,
            },
            _ => {}
        }
        if bytes > CELL {
            return false;
        }
    }
    other && cells >= 2
}

/// Returns whether a node is another part of the same table: its head, body or foot.
fn is_table_section(node: &NodeRef<'_, Node>) -> bool {
    node.value().as_element().is_some_and(|e| matches!(e.name(), "thead" | "tbody" | "tfoot"))
}
