//! Tables of data, whose rows are read as lines. Tables that only lay out a page are read like any other box.

use std::collections::{HashMap, HashSet};

use crate::extract::dom::document::Sketch;
use crate::extract::dom::element::Block;
use crate::extract::dom::tag::Tag;
use crate::extract::layout::main_content::Place;

/// The mean score above which the tables of a page are its story: less than a paragraph needs, since a row is like any other.
const ENOUGH: f32 = -2.6;

/// The mean score above which a table among sentences is of the story.
const NEARLY: f32 = -1.0;

/// The rows of data in the story's place. A table is taken or left as a whole.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    rows: HashSet<usize>,
    taken: HashSet<usize>,
}

impl Tables {
    /// Decides by the mean score of a table's rows; or of all, where they weigh half of what the sentences do: results and
    /// standings are the story there. O(blocks).
    pub(crate) fn new(sketch: &Sketch, place: Place, scores: &[f32]) -> Self {
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
    pub(crate) fn takes(&self, block: usize) -> Option<bool> {
        self.rows.contains(&block).then(|| self.taken.contains(&block))
    }
}
