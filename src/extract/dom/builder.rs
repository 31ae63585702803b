//! The one walk over the tree, which builds a document.

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::node::Element as HtmlElement;
use scraper::{Html, Node};

use super::attributes::{is_subscribe_control, kind_by_context, read_attributes};
use super::class_hints::ClassHints;
use super::document::TextDocument;
use super::element::{Element, TextBlock};
use super::head::HeadData;
use super::open_block::{OpenBlock, is_indented};
use super::propagate::{absolve, inherit};
use super::tag::ElementKind;
use super::{data_row, drop_cap, hidden};
use crate::model::Span;
use crate::text::sentence_end::{count_stops, ends_sentence};
use crate::text::steps;
use crate::text::whitespace::{TextBuffer, is_invisible_char};

/// Bytes of a line over the story that a break ends, and of a block that is the story's first paragraph (chosen).
const MAX_FRONT_MATTER_BYTES: usize = 110;
const MIN_PARAGRAPH_BYTES: usize = 120;

/// Reads a parsed page into a document. O(n).
pub(crate) fn build(html: &Html) -> TextDocument {
    let DocumentBuilder { elements, blocks, text: TextBuffer { text, .. }, head, .. } = DocumentBuilder::over(html);
    let mut document = TextDocument::from_parts(elements, blocks, text, head);
    absolve(&mut document);
    inherit(&mut document);
    document
}

/// The state of the walk over the tree.
#[derive(Default)]
struct DocumentBuilder {
    elements: Vec<Element>,
    blocks: Vec<TextBlock>,
    text: TextBuffer,
    head: HeadData,
    /// Elements that are open, innermost last.
    open: Vec<u32>,
    /// The block that is being filled.
    run: Option<OpenBlock>,
    /// The row of a table that is read as one line.
    row: Option<u32>,
    /// How many elements are open of `a`, bold and `pre`.
    links: u32,
    bolds: u32,
    pres: u32,
    media: u32,
    /// The outermost open element that is for screen readers alone.
    hidden: Option<u32>,
    /// The text so far is the initial of the next word.
    drop_cap: bool,
    /// A whole paragraph has been seen.
    has_paragraph: bool,
    /// A `br` was the last thing seen.
    after_break: bool,
}

impl DocumentBuilder {
    fn over(html: &Html) -> Self {
        let mut walk = Self::default();
        let mut skipped: Option<NodeId> = None;
        for edge in html.tree.root().traverse() {
            steps::count(1);
            match edge {
                Edge::Open(node) => match node.value() {
                    Node::Element(element) if skipped.is_none() => {
                        let tag = kind_by_context(node, element).unwrap_or_else(|| ElementKind::of(element.name()));
                        if (walk.run.is_some() && hidden::is_hover_card(node, element, tag))
                            || walk.skips_screen_reader_text(node, element, tag)
                        {
                            skipped = Some(node.id());
                        } else if tag == ElementKind::Skipped {
                            let text = || {
                                node.children()
                                    .inspect(|_| steps::count(1))
                                    .filter_map(|c| Some(&**c.value().as_text()?))
                                    .collect::<String>()
                            };
                            if is_subscribe_control(element, text)
                                && let Some(el) = walk.open.last().and_then(|&i| walk.elements.get_mut(i as usize))
                            {
                                el.own_hints = el.own_hints.with(ClassHints::SUBSCRIBE_CONTROL);
                            }
                            walk.head.note_skipped_element(element, walk.elements.len() as u32, text);
                            // The head's own elements are looked at, its text is not.
                            if element.name() != "head" {
                                skipped = Some(node.id());
                            }
                        } else {
                            walk.open(node, element, tag);
                        }
                    }
                    Node::Text(text) if skipped.is_none() => walk.text(node, text),
                    _ => {}
                },
                Edge::Close(node) => {
                    if skipped == Some(node.id()) {
                        skipped = None;
                    } else if skipped.is_none()
                        && let Node::Element(element) = node.value()
                        && element.name() != "head"
                    {
                        walk.close();
                    }
                }
            }
        }
        walk.drop_cap = false;
        walk.end_run();
        walk
    }

    /// Returns whether an element's text is for screen readers, beside words that are for all. What a heading says it says to
    /// all.
    fn skips_screen_reader_text(&mut self, node: NodeRef<'_, Node>, element: &HtmlElement, tag: ElementKind) -> bool {
        if self.hidden.is_some() || !hidden::is_screen_reader_only(node, element, tag) {
            return false;
        }
        let heading = matches!(self.line(), Some(ElementKind::H1 | ElementKind::Heading));
        let beside = !heading && (self.run.as_ref().is_some_and(|run| run.seen) || hidden::has_visible_copy(node));
        if !beside {
            self.hidden = Some(self.elements.len() as u32);
        }
        beside
    }

    /// Returns what the innermost open block element is.
    fn line(&self) -> Option<ElementKind> {
        self.open
            .iter()
            .rev()
            .inspect(|_| steps::count(1))
            .map(|&i| self.elements[i as usize].tag)
            .find(|t| !t.is_inline())
    }

    fn open(&mut self, node: NodeRef<'_, Node>, element: &HtmlElement, tag: ElementKind) {
        let index = self.elements.len() as u32;
        let names = read_attributes(element, tag, index, &mut self.head);
        match tag {
            _ if self.row.is_some() => self.within_row(tag),
            ElementKind::Break if self.after_break || self.is_front_matter_line() => self.end_run(),
            ElementKind::Break => self.note_break(),
            _ if tag.is_inline() => {}
            _ if self.within_line(element, tag) => {}
            _ => self.end_run(),
        }
        self.after_break = tag == ElementKind::Break || (self.after_break && tag.is_inline());
        self.links += u32::from(tag == ElementKind::Link);
        self.bolds += u32::from(tag == ElementKind::Bold);
        self.pres += u32::from(tag == ElementKind::Pre);
        self.media += u32::from(matches!(tag, ElementKind::Image | ElementKind::Player));
        let parent = self.open.last().copied().unwrap_or_default();
        let first = self.blocks.len() as u32;
        self.elements.push(Element {
            parent,
            end: 0,
            blocks: (first, first),
            words: (self.text.text.len() as u32, 0),
            tag,
            own_hints: names.hints,
            inherited_hints: ClassHints::default(),
            style_key: names.style_key,
        });
        self.open.push(index);
        if tag == ElementKind::Table && self.row.is_none() && data_row::is_data_row(node) {
            self.row = Some(index);
        }
    }

    /// A row of a table of data is one line; its cells are divided by bars.
    fn within_row(&mut self, tag: ElementKind) {
        if tag == ElementKind::Cell {
            self.text.bar();
        } else if !tag.is_inline() {
            self.text.space();
        }
    }

    /// Over the story, a break after a short line without an end of sentence ends that line: headline, byline, role, date.
    fn is_front_matter_line(&self) -> bool {
        let line = self.text.line();
        !self.has_paragraph
            && line.len() <= MAX_FRONT_MATTER_BYTES
            && !ends_sentence(line.trim_end())
            && !line.trim_end().ends_with(',')
    }

    /// Returns whether an element of an unknown name belongs to the line, as it does inside a paragraph.
    fn within_line(&self, element: &HtmlElement, tag: ElementKind) -> bool {
        tag == ElementKind::Div
            && !matches!(element.name(), "div" | "center")
            && self.line() == Some(ElementKind::Paragraph)
    }

    fn close(&mut self) {
        let Some(index) = self.open.pop() else { return };
        let tag = self.elements[index as usize].tag;
        if self.row == Some(index) {
            self.end_run();
            self.row = None;
        } else if self.row.is_none() && !tag.is_inline() && tag != ElementKind::Break {
            self.end_run();
        }
        self.links -= u32::from(tag == ElementKind::Link);
        self.bolds -= u32::from(tag == ElementKind::Bold);
        self.pres -= u32::from(tag == ElementKind::Pre);
        self.hidden = self.hidden.filter(|&hidden| hidden != index);
        if let Some(run) = &mut self.run {
            run.close(index);
        }
        let end = self.elements.len() as u32;
        // Inline elements end before the block around them does.
        let blocks = self.blocks.len() as u32 + u32::from(self.run.is_some());
        let el = &mut self.elements[index as usize];
        el.end = end;
        el.blocks.1 = blocks;
        el.words.1 = self.text.text.len() as u32;
    }

    /// A single break: whether it ends a paragraph is seen when the run ends.
    fn note_break(&mut self) {
        self.text.space();
        if let Some(run) = &mut self.run {
            run.note_break(self.text.text.len(), self.media);
        }
    }

    fn text(&mut self, node: NodeRef<'_, Node>, text: &str) {
        steps::count(text.len());
        if self.pres > 0 && self.row.is_none() {
            self.lines(text);
        } else {
            let drop_cap = self.run.is_none() && drop_cap::is_drop_cap(node, text);
            self.words(text);
            self.drop_cap |= drop_cap;
        }
    }

    /// Text whose lines are as they were typed: a blank one is a break.
    fn lines(&mut self, text: &str) {
        let mut lines = text.split('\n').enumerate().peekable();
        while let Some((i, line)) = lines.next() {
            if i > 0 {
                self.text.space();
            }
            if i > 0 && lines.peek().is_some() && line.trim().is_empty() {
                self.note_break();
            } else {
                self.words(line);
            }
        }
    }

    fn words(&mut self, text: &str) {
        if let Some(run) = self.run.as_mut().filter(|_| self.after_break && is_indented(text)) {
            run.indent();
        }
        if text.chars().all(|c| c.is_whitespace() || is_invisible_char(c)) {
            self.text.space();
            return;
        }
        self.after_break = false;
        let Some(&here) = self.open.last() else { return };
        let run = self.run.get_or_insert_with(|| OpenBlock::new(&self.elements, &self.open));
        run.extend_to(&self.elements, here);
        if std::mem::take(&mut self.drop_cap) {
            run.anchor_at(&self.elements, &self.open);
            self.text.join();
        }
        run.seen |= self.hidden.is_none();
        let before = self.text.text.len();
        self.text.push(text);
        run.add(self.text.text.len() - before, self.links > 0, self.bolds > 0);
    }

    fn end_run(&mut self) {
        if self.drop_cap {
            return;
        }
        let (start, end) = self.text.cut();
        let Some(run) = self.run.take() else { return };
        let first = self.blocks.len();
        run.end(Span::new(start, end), &self.text.text, self.media, &mut self.elements, &mut self.blocks);
        for block in self.blocks.iter_mut().skip(first) {
            // In a table, they are marks of numbers.
            if self.row.is_none() {
                (block.stops, block.commas) = count_stops(block.span.of(&self.text.text));
            }
            self.has_paragraph |= block.len() > MIN_PARAGRAPH_BYTES && block.stops > 0;
        }
    }
}
