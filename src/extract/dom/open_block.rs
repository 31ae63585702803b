//! The block that the walk is filling, and the single breaks within it that end a paragraph.

use super::element::{Element, TextBlock};
use super::tag::ElementKind;
use crate::model::Span;
use crate::text::sentence_end::ends_sentence;
use crate::text::steps;

/// Bytes that pieces between breaks have on average when they are paragraphs; those of poems and addresses have fewer.
const PARAGRAPH: usize = 60;

/// Pieces that a run has at the least when each sentence's end before a break ends a paragraph.
const SEVERAL: usize = 3;

/// Text that no block element divides.
#[derive(Debug)]
pub(crate) struct OpenBlock {
    /// The innermost element around all of the text.
    innermost: u32,
    /// The innermost block element around it.
    container: u32,
    linked: usize,
    bold: usize,
    /// Whether any of it can be seen.
    pub(crate) seen: bool,
    /// The first element that was opened since.
    first: u32,
    /// Single breaks.
    breaks: Vec<LineBreak>,
    /// The innermost element around the text since the last of them.
    near: Option<u32>,
    /// Elements that were closed behind the first of them.
    closed: Vec<u32>,
}

/// A single break, and what lies before it.
#[derive(Clone, Copy, Debug)]
struct LineBreak {
    at: usize,
    innermost: u32,
    linked: usize,
    bold: usize,
    media: u32,
    /// The text behind it is indented.
    indented: bool,
}

impl OpenBlock {
    /// Makes a block that begins in the last of these open elements.
    pub(crate) fn new(elements: &[Element], open: &[u32]) -> Self {
        let mut run = Self {
            innermost: 0,
            container: 0,
            linked: 0,
            bold: 0,
            seen: false,
            first: elements.len() as u32,
            breaks: Vec::new(),
            near: None,
            closed: Vec::new(),
        };
        run.anchor_at(elements, open);
        run
    }

    /// Moves the block into the last open element, wherever it began.
    pub(crate) fn anchor_at(&mut self, elements: &[Element], open: &[u32]) {
        self.innermost = open.last().copied().unwrap_or_default();
        self.near = Some(self.innermost);
        self.container = open
            .iter()
            .rev()
            .copied()
            .inspect(|_| steps::count(1))
            .find(|&i| !elements[i as usize].tag.is_inline())
            .unwrap_or_default();
    }

    /// Notes that the next text stands in `here`: out of elements that have been closed since, up to one that holds it too.
    pub(crate) fn extend_to(&mut self, elements: &[Element], here: u32) {
        self.innermost = still_open(elements, self.innermost);
        self.near = Some(self.near.map_or(here, |near| still_open(elements, near)));
    }

    /// Counts text that was added.
    pub(crate) const fn add(&mut self, bytes: usize, linked: bool, bold: bool) {
        self.linked += if linked { bytes } else { 0 };
        self.bold += if bold { bytes } else { 0 };
    }

    /// Notes a single break behind the text so far.
    pub(crate) fn note_break(&mut self, at: usize, media: u32) {
        if let Some(innermost) = self.near.take() {
            let Self { linked, bold, .. } = *self;
            self.breaks.push(LineBreak { at, innermost, linked, bold, media, indented: false });
        }
    }

    /// Notes that the text behind the last break is indented.
    pub(crate) fn indent(&mut self) {
        if let (Some(line_break), None) = (self.breaks.last_mut(), self.near) {
            line_break.indented = true;
        }
    }

    /// Notes that an element ends within the run.
    pub(crate) fn close(&mut self, index: u32) {
        if !self.breaks.is_empty() {
            self.closed.push(index);
        }
    }

    /// Ends the run: its blocks go behind `blocks`, divided where breaks end paragraphs. O(its elements and breaks).
    pub(crate) fn end(
        mut self,
        span: Span,
        text: &str,
        media: u32,
        elements: &mut [Element],
        blocks: &mut Vec<TextBlock>,
    ) {
        let near = self.near.or(self.breaks.last().map(|line_break| line_break.innermost)).unwrap_or(self.innermost);
        self.breaks.retain(|line_break| line_break.at < span.end);
        let breaks = self.paragraph_breaks(span, text, elements);
        let before = blocks.len() as u32;
        let last = LineBreak { at: span.end, innermost: near, media, indented: false, ..self.totals() };
        let (mut start, mut linked, mut bold) = (span.start, 0, 0);
        for line_break in breaks.iter().copied().chain([last]) {
            let piece = text.get(start..line_break.at).unwrap_or_default();
            start = line_break.at - piece.trim_start().len();
            blocks.push(TextBlock {
                innermost: if breaks.is_empty() { self.innermost } else { line_break.innermost },
                container: self.container,
                span: Span::new(start, line_break.at),
                linked: (line_break.linked - linked) as u32,
                bold: (line_break.bold - bold) as u32,
                stops: 0,
                commas: 0,
                media: line_break.media,
            });
            (start, linked, bold) = (line_break.at, line_break.linked, line_break.bold);
        }
        if !breaks.is_empty() {
            self.spread(elements, blocks.get(before as usize..).unwrap_or_default(), before);
        }
    }

    fn totals(&self) -> LineBreak {
        LineBreak { at: 0, innermost: self.innermost, linked: self.linked, bold: self.bold, media: 0, indented: false }
    }

    /// Returns the breaks that end a paragraph: all of them where most stand behind a sentence's end, else those before an
    /// indent; none where the pieces would be no paragraphs.
    fn paragraph_breaks(&self, span: Span, text: &str, elements: &[Element]) -> Vec<LineBreak> {
        let own = elements.get(self.container as usize).map(|e| e.tag);
        if matches!(
            own,
            Some(
                ElementKind::H1
                    | ElementKind::Heading
                    | ElementKind::Caption
                    | ElementKind::Figure
                    | ElementKind::Address
            )
        ) {
            return Vec::new();
        }
        let long = |pieces: usize| span.len() >= PARAGRAPH * pieces;
        let pieces = self.breaks.len() + 1;
        let told = |line_break: &&LineBreak| text.get(span.start..line_break.at).is_some_and(ends_sentence);
        if pieces >= SEVERAL && long(pieces) && self.breaks.iter().filter(told).count() * 4 >= self.breaks.len() * 3 {
            return self.breaks.clone();
        }
        let indented = self
            .breaks
            .iter()
            .filter(|line_break| line_break.indented)
            .map(|&line_break| LineBreak { innermost: self.innermost, ..line_break });
        let indented: Vec<LineBreak> = indented.collect();
        if long(indented.len() + 1) { indented } else { Vec::new() }
    }

    /// Sets the range of pieces that each element within the block holds.
    fn spread(&self, elements: &mut [Element], pieces: &[TextBlock], before: u32) {
        let at = |i: u32| pieces.get(i as usize).map_or(0, |p| p.span.start as u32);
        steps::count(elements.len() - self.first as usize + self.closed.len());
        for el in elements.get_mut(self.first as usize..).unwrap_or_default() {
            let piece = pieces.partition_point(|p| p.span.end as u32 <= el.words.0).min(pieces.len() - 1) as u32;
            el.blocks.0 = before + piece;
            el.words.0 = el.words.0.max(at(piece));
        }
        for &index in &self.closed {
            let Some(el) = elements.get_mut(index as usize) else { continue };
            el.words.1 = el.words.1.max(el.words.0);
            let piece = pieces.partition_point(|p| (p.span.end as u32) < el.words.1).min(pieces.len() - 1) as u32;
            el.blocks.1 = before + piece + 1;
        }
    }
}

/// Returns the innermost element around this one, or itself, that has not been closed.
fn still_open(elements: &[Element], mut index: u32) -> u32 {
    while elements[index as usize].end != 0 {
        steps::count(1);
        index = elements[index as usize].parent;
    }
    index
}

/// Returns whether text begins with an indent as printers set it: an ideographic space, or two others that do not fold.
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
    use crate::extract::dom::parse::Scripting;
    use crate::extract::dom::tag::ElementKind;

    #[test]
    fn elements_hold_the_pieces_that_they_are_around() {
        let line = "The ferry left at ten, and nobody was on it, said the captain to the mate.";
        let html = format!("<p>{line}<br><b>{line}</b><br><i>{line}<br>{line}</i><br><a>{line}</a></p><p>{line}</p>");
        let document = builder::build(&parse::parse(&html, Scripting::Enabled).html);
        assert!(document.blocks.iter().all(|b| document.text_of_block(b) == line), "{:?}", document.blocks);
        let held = |tag| document.elements.iter().find(|e| e.tag == tag).map(|e| (e.blocks, document.text_of(e)));
        assert_eq!(held(ElementKind::Paragraph).map(|(blocks, _)| blocks), Some((0, 5)));
        assert_eq!(held(ElementKind::Bold), Some(((1, 2), line.to_owned())));
        assert_eq!(held(ElementKind::Italic), Some(((2, 4), format!("{line} {line}"))));
        assert_eq!(held(ElementKind::Link), Some(((4, 5), line.to_owned())));
        let leaves = document.blocks.iter().map(|b| document.element(b.innermost).tag).collect::<Vec<_>>();
        let paragraph = ElementKind::Paragraph;
        assert_eq!(
            leaves,
            [paragraph, ElementKind::Bold, ElementKind::Italic, ElementKind::Italic, ElementKind::Link, paragraph]
        );
        let parts = document.blocks.iter().map(|b| (b.linked > 0, b.bold > 0)).collect::<Vec<_>>();
        let none = (false, false);
        assert_eq!(parts, [none, (false, true), none, none, (true, false), none]);
    }

    #[test]
    fn what_is_indented() {
        let texts = ["\n\u{3000}\u{3000}水", "\u{a0}\u{a0}Water", " \u{a0} \u{a0} Water", "\u{a0}Water", "\n  Water"];
        assert_eq!(texts.map(is_indented), [true, true, true, false, false]);
    }
}
