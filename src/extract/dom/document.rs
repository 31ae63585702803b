//! A page reduced to what extraction asks of it: elements in document order, and the blocks of text between them.
//!
//! One walk over the tree, linear and without recursion. Everything later works on these flat lists.

use std::ops::Range;

use super::element::{Element, TextBlock};
use super::head::HeadData;
use super::tag::ElementKind;
use crate::text::steps;

/// The flat lists of one page.
#[derive(Debug)]
pub(crate) struct TextDocument {
    pub(crate) elements: Vec<Element>,
    pub(crate) blocks: Vec<TextBlock>,
    /// All blocks' words, whitespace folded, one after the other.
    pub(crate) text: String,
    /// Sums of [`TextBlock::prose_bytes`]: entry `i` counts the blocks before `i`.
    prose: Vec<u32>,
    pub(crate) head: HeadData,
}

/// Bytes of an element's words that [`TextDocument::text_of`] gives before it stops.
const MOST_WORDS: usize = 4096;

/// Elements around a block among which its list is looked for (chosen).
const LIST_LEVELS: usize = 6;

/// Elements inside a line that are looked at.
const MOST_INSIDE: usize = 64;

impl TextDocument {
    /// Makes a document of its parts, and counts its prose. O(blocks).
    pub(crate) fn from_parts(elements: Vec<Element>, blocks: Vec<TextBlock>, text: String, head: HeadData) -> Self {
        let mut sum = 0;
        let mut prose = Vec::with_capacity(blocks.len() + 1);
        prose.push(0);
        for block in &blocks {
            sum += block.prose_bytes();
            prose.push(sum);
        }
        Self { elements, blocks, text, prose, head }
    }

    /// Returns the elements from one to before another; none when there are no such.
    pub(crate) fn elements_in(&self, range: Range<u32>) -> &[Element] {
        let elements = self.elements.get(range.start as usize..range.end as usize).unwrap_or_default();
        steps::count(elements.len());
        elements
    }

    /// Returns the blocks from one to before another; none when there are no such.
    pub(crate) fn blocks_in(&self, (first, end): (u32, u32)) -> &[TextBlock] {
        let blocks = self.blocks.get(first as usize..end as usize).unwrap_or_default();
        steps::count(blocks.len());
        blocks
    }

    /// Returns the bytes of prose in a range of blocks.
    pub(crate) fn prose_bytes_in(&self, (first, end): (u32, u32)) -> u32 {
        let at = |i: u32| self.prose.get(i as usize).copied().unwrap_or_default();
        at(end).saturating_sub(at(first))
    }

    /// Returns the bytes of prose on the page.
    pub(crate) fn prose_bytes(&self) -> u32 {
        self.prose.last().copied().unwrap_or_default()
    }

    pub(crate) fn element(&self, index: u32) -> &Element {
        &self.elements[index as usize]
    }

    pub(crate) fn text_of_block(&self, block: &TextBlock) -> &str {
        steps::count(block.len());
        block.span.of(&self.text)
    }

    /// Returns the element and those around it, innermost first.
    pub(crate) fn ancestors(&self, index: u32) -> impl Iterator<Item = (u32, &Element)> {
        let mut at = Some(index);
        std::iter::from_fn(move || {
            let index = at?;
            steps::count(1);
            let el = self.element(index);
            at = (el.parent != index).then_some(el.parent);
            Some((index, el))
        })
    }

    /// Returns the blocks inside an element.
    pub(crate) fn blocks_of(&self, el: &Element) -> &[TextBlock] {
        self.blocks_in(el.blocks)
    }

    /// Returns an element and those inside it, in document order.
    pub(crate) fn elements_within(&self, index: u32) -> &[Element] {
        let end = self.elements.get(index as usize).map_or(index, |e| e.end);
        self.elements_in(index..end)
    }

    /// Returns whether the prose of an element is that of one block inside it, or little more.
    pub(crate) fn is_alone_in(&self, block: &TextBlock, el: &Element) -> bool {
        self.prose_bytes_in(el.blocks) <= block.prose_bytes() + block.prose_bytes() / 2
    }

    /// Returns the innermost list around a block, a few levels up at the most.
    pub(crate) fn list_around(&self, block: &TextBlock) -> Option<u32> {
        let mut around = self.ancestors(block.innermost).take(LIST_LEVELS);
        around.find(|(_, e)| e.tag == ElementKind::List).map(|(i, _)| i)
    }

    /// Returns the words of a line or inline element, split where elements inside look like boxes of their own.
    ///
    /// They do where a small letter meets a capital or a number at an element's border, as in a name and what its bearer
    /// does.
    pub(crate) fn split_at_elements(&self, owner: u32, words: Range<usize>) -> Vec<&str> {
        let meets = |before: char, after: char| {
            (before.is_lowercase() || matches!(before, ')' | '.'))
                && (after.is_uppercase() || after.is_ascii_digit() || after == '@')
        };
        self.split_at_elements_where(owner, words, meets).into_iter().map(str::trim).collect()
    }

    /// Returns the words of an element or a line in it, cut at the borders of inline elements inside where two characters meet
    /// so.
    pub(crate) fn split_at_elements_where(
        &self,
        owner: u32,
        words: Range<usize>,
        meet: impl Fn(char, char) -> bool,
    ) -> Vec<&str> {
        let inside = self.inline_elements(owner, words.clone());
        let mut cuts: Vec<usize> = inside.flat_map(|(_, place)| [place.start, place.end]).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let meets = |at: &usize| {
            let before = self.text.get(..*at).and_then(|text| text.chars().next_back());
            let after = self.text.get(*at..).and_then(|text| text.chars().next());
            before.zip(after).is_some_and(|(before, after)| meet(before, after))
        };
        let mut from = words.start;
        let mut pieces = Vec::new();
        let cuts = cuts.into_iter().filter(|at| (words.start + 1..words.end).contains(at)).filter(meets);
        for at in cuts.chain([words.end]) {
            pieces.extend(self.text.get(from..at));
            from = at;
        }
        pieces
    }

    /// Returns the inline elements within words of an element, and the places of theirs.
    pub(crate) fn inline_elements(&self, owner: u32, words: Range<usize>) -> impl Iterator<Item = (u32, Range<usize>)> {
        let elements =
            self.elements.iter().zip(0..).skip(owner as usize).take(MOST_INSIDE).inspect(|_| steps::count(1));
        let inline =
            elements.take_while(move |(e, _)| e.words.0 as usize <= words.end).filter(|(e, _)| e.tag.is_inline());
        let places = inline.map(|(e, index)| (index, e.words.0 as usize..e.words.1 as usize));
        places.filter(move |(_, r)| r.start >= words.start && r.end <= words.end && !r.is_empty())
    }

    /// Returns an element's words, as many as any name, title, date or caption needs; blocks are joined with a space.
    ///
    /// Elements lie in one another, and each may be asked: so none gives the whole page.
    pub(crate) fn text_of(&self, el: &Element) -> String {
        if el.tag.is_inline() {
            steps::count((el.words.1 - el.words.0).min(MOST_WORDS as u32) as usize);
            let end = self.text.floor_char_boundary((el.words.1 as usize).min(el.words.0 as usize + MOST_WORDS));
            return self.text.get(el.words.0 as usize..end).unwrap_or_default().trim().to_owned();
        }
        let (first, end) = el.blocks;
        let mut words = String::new();
        for block in self.blocks.get(first as usize..end as usize).unwrap_or_default() {
            if words.len() > MOST_WORDS {
                break;
            }
            if !words.is_empty() {
                words.push(' ');
            }
            let block = self.text_of_block(block);
            words.push_str(block.get(..block.floor_char_boundary(MOST_WORDS)).unwrap_or(block));
        }
        words
    }
}
