//! The run of text that the walk is filling, and the single breaks within it that end a paragraph.

use super::element::{Block, El};
use super::tag::Tag;
use crate::model::Span;

/// Bytes that pieces between breaks have on average when they are paragraphs; those of poems and addresses have fewer.
const PARAGRAPH: usize = 60;

/// Pieces that a run has at the least when each sentence's end before a break ends a paragraph.
const SEVERAL: usize = 3;

/// Text that no block element divides.
#[derive(Debug)]
pub(crate) struct Run {
    /// The innermost element around all of the text.
    leaf: u32,
    /// The innermost block element around it.
    own: u32,
    linked: usize,
    bold: usize,
    /// Whether any of it can be seen.
    pub(crate) seen: bool,
    /// The first element that was opened since.
    first: u32,
    /// Single breaks.
    seams: Vec<Seam>,
    /// The innermost element around the text since the last of them.
    near: Option<u32>,
    /// Elements that were closed behind the first of them.
    closed: Vec<u32>,
}

/// A single break, and what lies before it.
#[derive(Clone, Copy, Debug)]
struct Seam {
    at: usize,
    leaf: u32,
    linked: usize,
    bold: usize,
    media: u32,
    /// The text behind it is indented.
    indented: bool,
}

impl Run {
    /// A run that begins in the last of these open elements.
    pub(crate) fn new(els: &[El], open: &[u32]) -> Self {
        let mut run = Self {
            leaf: 0,
            own: 0,
            linked: 0,
            bold: 0,
            seen: false,
            first: els.len() as u32,
            seams: Vec::new(),
            near: None,
            closed: Vec::new(),
        };
        run.settle(els, open);
        run
    }

    /// Lets the run be one of the last open element, wherever it began.
    pub(crate) fn settle(&mut self, els: &[El], open: &[u32]) {
        self.leaf = open.last().copied().unwrap_or_default();
        self.near = Some(self.leaf);
        self.own = open.iter().rev().copied().find(|&i| !els[i as usize].tag.is_inline()).unwrap_or_default();
    }

    /// Notes that the next text stands in `here`: out of elements that have been closed since, up to one that holds it too.
    pub(crate) fn reach(&mut self, els: &[El], here: u32) {
        self.leaf = still_open(els, self.leaf);
        self.near = Some(self.near.map_or(here, |near| still_open(els, near)));
    }

    /// Counts text that was added.
    pub(crate) const fn add(&mut self, bytes: usize, linked: bool, bold: bool) {
        self.linked += if linked { bytes } else { 0 };
        self.bold += if bold { bytes } else { 0 };
    }

    /// Notes a single break behind the text so far.
    pub(crate) fn seam(&mut self, at: usize, media: u32) {
        if let Some(leaf) = self.near.take() {
            let Self { linked, bold, .. } = *self;
            self.seams.push(Seam { at, leaf, linked, bold, media, indented: false });
        }
    }

    /// Notes that the text behind the last break is indented.
    pub(crate) fn indent(&mut self) {
        if let (Some(seam), None) = (self.seams.last_mut(), self.near) {
            seam.indented = true;
        }
    }

    /// Notes that an element ends within the run.
    pub(crate) fn close(&mut self, index: u32) {
        if !self.seams.is_empty() {
            self.closed.push(index);
        }
    }

    /// Ends the run: its blocks go behind `blocks`, divided where breaks end paragraphs. O(its elements and breaks).
    pub(crate) fn end(mut self, span: Span, text: &str, media: u32, els: &mut [El], blocks: &mut Vec<Block>) {
        let near = self.near.or(self.seams.last().map(|seam| seam.leaf)).unwrap_or(self.leaf);
        self.seams.retain(|seam| seam.at < span.end);
        let seams = self.ends(span, text, els);
        let before = blocks.len() as u32;
        let last = Seam { at: span.end, leaf: near, media, indented: false, ..self.totals() };
        let (mut start, mut linked, mut bold) = (span.start, 0, 0);
        for seam in seams.iter().copied().chain([last]) {
            let piece = text.get(start..seam.at).unwrap_or_default();
            start = seam.at - piece.trim_start().len();
            blocks.push(Block {
                leaf: if seams.is_empty() { self.leaf } else { seam.leaf },
                own: self.own,
                span: Span::new(start, seam.at),
                linked: (seam.linked - linked) as u32,
                bold: (seam.bold - bold) as u32,
                stops: 0,
                commas: 0,
                media: seam.media,
            });
            (start, linked, bold) = (seam.at, seam.linked, seam.bold);
        }
        if !seams.is_empty() {
            self.spread(els, blocks.get(before as usize..).unwrap_or_default(), before);
        }
    }

    fn totals(&self) -> Seam {
        Seam { at: 0, leaf: self.leaf, linked: self.linked, bold: self.bold, media: 0, indented: false }
    }

    /// The breaks that end a paragraph: all of them where most stand behind a sentence's end, else those before an indent;
    /// none where the pieces would be no paragraphs.
    fn ends(&self, span: Span, text: &str, els: &[El]) -> Vec<Seam> {
        let own = els.get(self.own as usize).map(|e| e.tag);
        if matches!(own, Some(Tag::Title | Tag::Heading | Tag::Caption | Tag::Figure | Tag::Address)) {
            return Vec::new();
        }
        let long = |pieces: usize| span.len() >= PARAGRAPH * pieces;
        let pieces = self.seams.len() + 1;
        let told = |seam: &&Seam| text.get(span.start..seam.at).is_some_and(|t| t.ends_with(ends_sentence));
        if pieces >= SEVERAL && long(pieces) && self.seams.iter().filter(told).count() * 4 >= self.seams.len() * 3 {
            return self.seams.clone();
        }
        let indented = self.seams.iter().filter(|seam| seam.indented).map(|&seam| Seam { leaf: self.leaf, ..seam });
        let indented: Vec<Seam> = indented.collect();
        if long(indented.len() + 1) { indented } else { Vec::new() }
    }

    /// Tells the elements within the run which of its pieces they hold.
    fn spread(&self, els: &mut [El], pieces: &[Block], before: u32) {
        let at = |i: u32| pieces.get(i as usize).map_or(0, |p| p.span.start as u32);
        for el in els.get_mut(self.first as usize..).unwrap_or_default() {
            let piece = pieces.partition_point(|p| p.span.end as u32 <= el.words.0).min(pieces.len() - 1) as u32;
            el.blocks.0 = before + piece;
            el.words.0 = el.words.0.max(at(piece));
        }
        for &index in &self.closed {
            let Some(el) = els.get_mut(index as usize) else { continue };
            el.words.1 = el.words.1.max(el.words.0);
            let piece = pieces.partition_point(|p| (p.span.end as u32) < el.words.1).min(pieces.len() - 1) as u32;
            el.blocks.1 = before + piece + 1;
        }
    }
}

/// The innermost element around this one, or itself, that has not been closed.
fn still_open(els: &[El], mut index: u32) -> u32 {
    while els[index as usize].end != 0 {
        index = els[index as usize].parent;
    }
    index
}

/// Whether a line with this mark at its end is a sentence.
const fn ends_sentence(mark: char) -> bool {
    matches!(
        mark,
        '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '।' | '۔' | '”' | '"' | '»' | '’' | '“' | '」' | '』'
    )
}

/// Whether text begins with an indent as printers set it: an ideographic space, or two others that do not fold.
pub(crate) fn is_indented(text: &str) -> bool {
    let indent = text.chars().take_while(|c| c.is_whitespace());
    let width = |c| match c {
        '\u{3000}' => 2,
        '\u{a0}' | '\u{2002}' | '\u{2003}' => 1,
        _ => 0,
    };
    indent.map(width).sum::<usize>() >= 2
}

#[cfg(test)]
mod tests {
    use super::is_indented;
    use crate::extract::dom::builder;
    use crate::extract::dom::parse;
    use crate::extract::dom::parse::Reader;
    use crate::extract::dom::tag::Tag;

    #[test]
    fn elements_hold_the_pieces_that_they_are_around() {
        let line = "The ferry left at ten, and nobody was on it, said the captain to the mate.";
        let html = format!("<p>{line}<br><b>{line}</b><br><i>{line}<br>{line}</i><br><a>{line}</a></p><p>{line}</p>");
        let sketch = builder::build(&parse::parse(&html, Reader::WithScripts).html);
        assert!(sketch.blocks.iter().all(|b| sketch.words(b) == line), "{:?}", sketch.blocks);
        let held = |tag| sketch.els.iter().find(|e| e.tag == tag).map(|e| (e.blocks, sketch.text_of(e)));
        assert_eq!(held(Tag::Paragraph).map(|(blocks, _)| blocks), Some((0, 5)));
        assert_eq!(held(Tag::Bold), Some(((1, 2), line.to_owned())));
        assert_eq!(held(Tag::Italic), Some(((2, 4), format!("{line} {line}"))));
        assert_eq!(held(Tag::Link), Some(((4, 5), line.to_owned())));
        let leaves = sketch.blocks.iter().map(|b| sketch.el(b.leaf).tag).collect::<Vec<_>>();
        let paragraph = Tag::Paragraph;
        assert_eq!(leaves, [paragraph, Tag::Bold, Tag::Italic, Tag::Italic, Tag::Link, paragraph]);
        let parts = sketch.blocks.iter().map(|b| (b.linked > 0, b.bold > 0)).collect::<Vec<_>>();
        let none = (false, false);
        assert_eq!(parts, [none, (false, true), none, none, (true, false), none]);
    }

    #[test]
    fn what_is_indented() {
        let texts = ["\n\u{3000}\u{3000}水", "\u{a0}\u{a0}Water", " \u{a0} \u{a0} Water", "\u{a0}Water", "\n  Water"];
        assert_eq!(texts.map(is_indented), [true, true, true, false, false]);
    }
}
