//! A page reduced to what extraction asks of it: elements in document order, and the blocks of text between them.
//!
//! One walk over the tree, linear and without recursion. Everything later works on these flat lists.

use std::collections::HashMap;
use std::ops::Range;

use scraper::Html;

use super::head::Head;
use super::hints::Hints;
use super::tag::Tag;
use super::walk::Walk;
use crate::model::Span;
use crate::text::whitespace::TextBuffer;

/// An element.
#[derive(Clone, Copy, Debug)]
pub(super) struct El {
    /// Index of the parent; the first element is its own.
    pub(super) parent: u32,
    /// One past the last element inside.
    pub(super) end: u32,
    /// Blocks inside: the first, and one past the last.
    pub(super) blocks: (u32, u32),
    /// Its words' place in [`Sketch::text`], between blocks without a space.
    pub(super) words: (u32, u32),
    pub(super) tag: Tag,
    /// What its own tag and names say.
    pub(super) own: Hints,
    /// What it and those around it say, as far as they do not hold most of the page.
    pub(super) ctx: Hints,
    /// A number for its tag and class, equal for elements that look alike.
    pub(super) look: u32,
}

/// A run of text that no block element divides.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    /// The innermost element around all of the text.
    pub(super) leaf: u32,
    /// The innermost block element around it.
    pub(super) own: u32,
    /// Its place in [`Sketch::text`].
    pub(super) span: Span,
    /// Bytes inside links.
    pub(super) linked: u32,
    /// Bytes in bold.
    pub(super) bold: u32,
    /// Marks that end a sentence.
    pub(super) stops: u32,
    /// Commas.
    pub(super) commas: u32,
    /// Images and players before it on the page.
    pub(super) media: u32,
}

impl Block {
    /// Length in bytes, which is fairer between scripts than a count of letters.
    pub(super) fn len(&self) -> usize {
        self.span.len()
    }

    /// The part inside links, 0 to 1.
    pub(super) fn link_share(&self) -> f32 {
        self.linked as f32 / self.len().max(1) as f32
    }

    /// Bytes, when this looks like a sentence or more; else 0.
    pub(super) fn prose(&self) -> u32 {
        let long = self.len() >= 80 || (self.len() >= 40 && self.stops > 0);
        if long && (self.stops > 0 || self.commas > 1 || self.len() > 160) && self.link_share() < 0.5 {
            self.len() as u32 - self.linked
        } else {
            0
        }
    }
}

/// The flat lists of one page.
#[derive(Debug)]
pub(super) struct Sketch {
    pub(super) els: Vec<El>,
    pub(super) blocks: Vec<Block>,
    /// All blocks' words, whitespace folded, one after the other.
    pub(super) text: String,
    /// Sums of [`Block::prose`]: entry `i` counts the blocks before `i`.
    prose: Vec<u32>,
    pub(super) head: Head,
}

/// Bytes of an element's words that [`Sketch::text_of`] gives before it stops.
const MOST_WORDS: usize = 4096;
/// Elements inside a line that are looked at.
const MOST_INSIDE: usize = 64;
/// An element that holds this part of all prose is around the story, whatever its names say.
const AROUND_EVERYTHING: f32 = 0.35;
/// Bytes of prose between headline and comments, as a short story has.
const STORY: u32 = 400;

impl Sketch {
    /// Reads a parsed page. O(n).
    pub(super) fn new(html: &Html) -> Self {
        let Walk { els, blocks, text: TextBuffer { text, .. }, head, .. } = Walk::over(html);
        let mut sum = 0;
        let mut prose = Vec::with_capacity(blocks.len() + 1);
        prose.push(0);
        for block in &blocks {
            sum += block.prose();
            prose.push(sum);
        }
        let mut sketch = Self { els, blocks, text, prose, head };
        sketch.absolve();
        sketch.inherit();
        sketch
    }

    /// Hands hints down from each element to those inside.
    fn inherit(&mut self) {
        let all = self.prose().max(1) as f32;
        let headlines = self.headlines();
        for i in 0..self.els.len() {
            let Some(&el) = self.els.get(i) else { break };
            let above = self.els.get(el.parent as usize).map_or_else(Hints::default, |p| p.ctx);
            let own = if el.tag == Tag::Root {
                el.own.without(Hints::LOCAL)
            } else if self.prose_of(el.blocks) as f32 / all <= AROUND_EVERYTHING {
                el.own
            } else if self.is_behind_story(&headlines, i as u32, el) {
                el.own.without(Hints::LOCAL.without(Hints::COMMENT))
            } else {
                el.own.without(Hints::LOCAL)
            };
            if let Some(el) = self.els.get_mut(i) {
                el.ctx = above.with(own);
            }
        }
    }

    /// The first-level headings; where there are none, the first heading.
    fn headlines(&self) -> Vec<u32> {
        let of = |tag: Tag| {
            let headings = self.els.iter().zip(0u32..).filter(move |(e, _)| e.tag == tag && e.blocks.0 < e.blocks.1);
            headings.map(|(_, i)| i)
        };
        let first: Vec<u32> = of(Tag::Title).collect();
        if first.is_empty() { of(Tag::Heading).take(1).collect() } else { first }
    }

    /// Whether an element holds no headline, and stands behind one with a story below it.
    fn is_behind_story(&self, headlines: &[u32], index: u32, el: El) -> bool {
        let behind = headlines.partition_point(|&h| h < index);
        let holds = headlines.get(behind).is_some_and(|&h| h < el.end);
        let last = behind.checked_sub(1).and_then(|h| self.els.get(*headlines.get(h)? as usize));
        !holds && last.is_some_and(|h| self.prose_of((h.blocks.0, el.blocks.0)) >= STORY)
    }

    /// Boxes that look alike and hold half of the prose together are no appeals, whatever they are called.
    fn absolve(&mut self) {
        let mut held: HashMap<u32, u32> = HashMap::new();
        let is_called = |el: &El| el.own.has(Hints::NEWSLETTER) && el.tag != Tag::Root;
        for el in
            self.els.iter().filter(|e| is_called(e) && self.els.get(e.parent as usize).is_none_or(|p| p.look != e.look))
        {
            *held.entry(el.look).or_default() += self.prose_of(el.blocks);
        }
        let all = self.prose();
        held.retain(|_, prose| *prose > all / 2);
        for el in self.els.iter_mut().filter(|e| is_called(e) && held.contains_key(&e.look)) {
            el.own = el.own.without(Hints::NEWSLETTER);
        }
    }

    /// Bytes of prose in a range of blocks.
    pub(super) fn prose_of(&self, (first, end): (u32, u32)) -> u32 {
        let at = |i: u32| self.prose.get(i as usize).copied().unwrap_or_default();
        at(end).saturating_sub(at(first))
    }

    /// Bytes of prose on the page.
    pub(super) fn prose(&self) -> u32 {
        self.prose.last().copied().unwrap_or_default()
    }

    pub(super) fn el(&self, index: u32) -> &El {
        &self.els[index as usize]
    }

    pub(super) fn words(&self, block: &Block) -> &str {
        block.span.of(&self.text)
    }

    /// The element and those around it, innermost first.
    pub(super) fn around(&self, index: u32) -> impl Iterator<Item = (u32, &El)> {
        let mut at = Some(index);
        std::iter::from_fn(move || {
            let index = at?;
            let el = self.el(index);
            at = (el.parent != index).then_some(el.parent);
            Some((index, el))
        })
    }

    /// A line's or inline element's words, cut where a small letter meets a capital or a number at the border of an element inside:
    /// boxes of their own to the eye, as a name and what its bearer does.
    pub(super) fn apart(&self, owner: u32, words: Range<usize>) -> Vec<&str> {
        let meets = |before: char, after: char| {
            (before.is_lowercase() || matches!(before, ')' | '.'))
                && (after.is_uppercase() || after.is_ascii_digit() || after == '@')
        };
        self.divided(owner, words, meets).into_iter().map(str::trim).collect()
    }

    /// The words of an element or a line in it, cut at the borders of inline elements inside where two characters meet so.
    pub(super) fn divided(&self, owner: u32, words: Range<usize>, meet: impl Fn(char, char) -> bool) -> Vec<&str> {
        let inside = self.inside(owner, words.clone());
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

    /// Inline elements within words of an element, and the places of theirs.
    pub(super) fn inside(&self, owner: u32, words: Range<usize>) -> impl Iterator<Item = (u32, Range<usize>)> {
        let els = self.els.iter().zip(0..).skip(owner as usize).take(MOST_INSIDE);
        let inline = els.take_while(move |(e, _)| e.words.0 as usize <= words.end).filter(|(e, _)| e.tag.is_inline());
        let places = inline.map(|(e, index)| (index, e.words.0 as usize..e.words.1 as usize));
        places.filter(move |(_, r)| r.start >= words.start && r.end <= words.end && !r.is_empty())
    }

    /// An element's words, as many as any name, title, date or caption needs; blocks are joined with a space.
    ///
    /// Elements lie in one another, and each may be asked: so none gives the whole page.
    pub(super) fn text_of(&self, el: &El) -> String {
        if el.tag.is_inline() {
            let end = self.text.floor_char_boundary((el.words.1 as usize).min(el.words.0 as usize + MOST_WORDS));
            return self.text.get(el.words.0 as usize..end).unwrap_or_default().trim().to_owned();
        }
        let (first, end) = el.blocks;
        let blocks = self.blocks.get(first as usize..end as usize).unwrap_or_default();
        let mut words = String::new();
        for block in blocks {
            if words.len() > MOST_WORDS {
                break;
            }
            if !words.is_empty() {
                words.push(' ');
            }
            let block = self.words(block);
            words.push_str(block.get(..block.floor_char_boundary(MOST_WORDS)).unwrap_or(block));
        }
        words
    }
}
