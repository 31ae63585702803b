//! Tables of data, whose rows are read as lines. Tables that only lay out a page are read like any other box.

use std::collections::{HashMap, HashSet};

use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::TextBlock;
use crate::extract::dom::tag::ElementKind;
use crate::extract::layout::main_content::MainContent;

/// Levels from a row up to its table (chosen).
const TABLE_LEVELS: usize = 6;

/// The mean score above which the tables of a page are its story: less than a paragraph needs, since a row is like any other.
const ENOUGH: f32 = -2.6;

/// The mean score above which a table among sentences is of the story.
const NEARLY: f32 = -1.0;

/// The rows of data in the story's place. A table is taken or left as a whole.
#[derive(Debug, Default)]
pub(crate) struct DataTables {
    rows: HashSet<usize>,
    taken: HashSet<usize>,
}

impl DataTables {
    /// Decides for each table by the mean score of its rows.
    ///
    /// Where all rows weigh half of what the sentences do, their common mean decides: results and standings are the story there.
    /// O(blocks).
    pub(crate) fn new(document: &TextDocument, main: MainContent, scores: &[f32]) -> Self {
        let core = document.element(main.container);
        let is_row = |b: &TextBlock| {
            document.element(b.container).tag == ElementKind::Cell
                && document.text_of_block(b).contains(" | ")
                && (main.container..core.end).contains(&b.innermost)
        };
        let table_of = |b: &TextBlock| {
            document.ancestors(b.innermost).take(TABLE_LEVELS).filter(|(_, e)| e.tag == ElementKind::Table).last()
        };
        let mut tables: HashMap<u32, Vec<usize>> = HashMap::new();
        let mut bytes = 0;
        for (i, block) in document.blocks.iter().enumerate().filter(|(_, b)| is_row(b)) {
            tables.entry(table_of(block).map_or(block.container, |(table, _)| table)).or_default().push(i);
            bytes += block.len();
        }
        let mean = |rows: &mut dyn Iterator<Item = &usize>| {
            let (sum, count) = rows.fold((0.0, 0.0), |(sum, n), &i| (sum + scores.get(i).unwrap_or(&0.0), n + 1.0));
            sum / f32::max(count, 1.0)
        };
        let all =
            bytes * 2 > document.prose_bytes_in(core.blocks) as usize && mean(&mut tables.values().flatten()) > ENOUGH;
        let taken = tables.values().filter(|rows| all || mean(&mut rows.iter()) > NEARLY).flatten().copied().collect();
        Self { rows: tables.into_values().flatten().collect(), taken }
    }

    /// Returns whether a block's table is taken; `None` where it is no row of one.
    pub(crate) fn takes(&self, block: usize) -> Option<bool> {
        self.rows.contains(&block).then(|| self.taken.contains(&block))
    }
}
