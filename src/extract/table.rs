//! Tables of data, whose rows are read as lines. Tables that only lay out a page are read like any other box.

use std::collections::{HashMap, HashSet};

use ego_tree::NodeRef;
use scraper::Node;

use super::place::Place;
use super::sketch::{Block, Sketch};
use super::tag::Tag;

/// Nodes of a row that are looked at; one with more is no row of data.
const MOST: usize = 256;
/// Bytes that a cell of data holds at the most.
const CELL: usize = 160;

/// Whether an element is a row of at least two short cells without boxes in them, beside another row. O(1).
pub(super) fn is_row(node: NodeRef<'_, Node>) -> bool {
    let row = |n: &NodeRef<'_, Node>| n.value().as_element().is_some_and(|e| e.name() == "tr");
    if !row(&node) {
        return false;
    }
    let other = node.next_siblings().chain(node.prev_siblings()).take(MOST).any(|n| row(&n))
        || node
            .parent()
            .is_some_and(|body| body.next_siblings().chain(body.prev_siblings()).take(8).any(|n| is_part(&n)));
    let (mut cells, mut bytes) = (0, 0);
    for (count, inner) in node.descendants().skip(1).enumerate() {
        if count == MOST {
            return false;
        }
        match inner.value() {
            Node::Text(text) => bytes += text.trim().len(),
            Node::Element(element) => match Tag::of(element.name()) {
                Tag::Cell => (cells, bytes) = (cells + 1, 0),
                Tag::Paragraph | Tag::Div | Tag::Break | Tag::Mute => {}
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

/// Whether a node is another part of the same table: its head, body or foot.
fn is_part(node: &NodeRef<'_, Node>) -> bool {
    node.value().as_element().is_some_and(|e| matches!(e.name(), "thead" | "tbody" | "tfoot"))
}

/// The mean score above which the tables of a page are its story: less than a paragraph needs, since a row is like any other.
const ENOUGH: f32 = -2.6;
/// The mean score above which a table among sentences is of the story.
const NEARLY: f32 = -1.0;

/// The rows of data in the story's place. A table is taken or left as a whole.
#[derive(Debug, Default)]
pub(super) struct Tables {
    rows: HashSet<usize>,
    taken: HashSet<usize>,
}

impl Tables {
    /// Decides by the mean score of a table's rows; or of all, where they weigh half of what the sentences do: results and
    /// standings are the story there. O(blocks).
    pub(super) fn new(sketch: &Sketch, place: Place, scores: &[f32]) -> Self {
        let core = sketch.el(place.core);
        let is_row = |b: &Block| {
            sketch.el(b.own).tag == Tag::Cell
                && sketch.words(b).contains(" | ")
                && (place.core..core.end).contains(&b.leaf)
        };
        let table_of = |b: &Block| sketch.around(b.leaf).take(6).filter(|(_, e)| e.tag == Tag::Table).last();
        let mut tables: HashMap<u32, Vec<usize>> = HashMap::new();
        let mut bytes = 0;
        for (i, block) in sketch.blocks.iter().enumerate().filter(|(_, b)| is_row(b)) {
            tables.entry(table_of(block).map_or(block.own, |(table, _)| table)).or_default().push(i);
            bytes += block.len();
        }
        let mean = |rows: &mut dyn Iterator<Item = &usize>| {
            let (sum, count) = rows.fold((0.0, 0.0), |(sum, n), &i| (sum + scores.get(i).unwrap_or(&0.0), n + 1.0));
            sum / f32::max(count, 1.0)
        };
        let all = bytes * 2 > sketch.prose_of(core.blocks) as usize && mean(&mut tables.values().flatten()) > ENOUGH;
        let taken = tables.values().filter(|rows| all || mean(&mut rows.iter()) > NEARLY).flatten().copied().collect();
        Self { rows: tables.into_values().flatten().collect(), taken }
    }

    /// Whether a block's table is taken; `None` where it is no row of one.
    pub(super) fn takes(&self, block: usize) -> Option<bool> {
        self.rows.contains(&block).then(|| self.taken.contains(&block))
    }
}
