//! Elements and blocks of text, the parts that a page is reduced to.

use super::class_hints::ClassHints;
use super::tag::ElementKind;
use crate::model::Span;

/// An element.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element {
    /// Index of the parent; the first element is its own.
    pub(crate) parent: u32,
    /// One past the last element inside.
    pub(crate) end: u32,
    /// Blocks inside: the first, and one past the last.
    pub(crate) blocks: (u32, u32),
    /// Its words' place in [`TextDocument::text`], between blocks without a space.
    pub(crate) words: (u32, u32),
    pub(crate) tag: ElementKind,
    /// What its own tag and names say.
    pub(crate) own_hints: ClassHints,
    /// What it and those around it say, as far as they do not hold most of the page.
    pub(crate) inherited_hints: ClassHints,
    /// A number for its tag and class, equal for elements that look alike.
    pub(crate) style_key: u32,
}

/// A run of text that no block element divides.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextBlock {
    /// The innermost element around all of the text.
    pub(crate) innermost: u32,
    /// The innermost block element around it.
    pub(crate) container: u32,
    /// Its place in [`TextDocument::text`].
    pub(crate) span: Span,
    /// Bytes inside links.
    pub(crate) linked: u32,
    /// Bytes in bold.
    pub(crate) bold: u32,
    /// Marks that end a sentence.
    pub(crate) stops: u32,
    /// Commas.
    pub(crate) commas: u32,
    /// Images and players before it on the page.
    pub(crate) media: u32,
}

/// The link density from which a block is a list of links and no prose (chosen).
pub(crate) const MOSTLY_LINKS: f32 = 0.5;
/// The link density above which a block leads to another page as a whole (chosen).
pub(crate) const ALL_LINK: f32 = 0.8;
/// Bytes from which a line is prose without a full stop (chosen).
const LINE_BYTES: usize = 80;
/// Bytes from which a line with a full stop is prose (chosen).
const SENTENCE_BYTES: usize = 40;
/// Bytes from which a line is prose with neither full stop nor comma (chosen).
const PARAGRAPH_BYTES: usize = 160;

impl TextBlock {
    /// Returns the length in bytes, which is fairer between scripts than a count of letters.
    pub(crate) fn len(&self) -> usize {
        self.span.len()
    }

    /// Returns the part inside links, 0 to 1.
    pub(crate) fn link_density(&self) -> f32 {
        self.linked as f32 / self.len().max(1) as f32
    }

    /// Returns the bytes outside links when the block looks like a sentence or more, else 0.
    pub(crate) fn prose_bytes(&self) -> u32 {
        let long = self.len() >= LINE_BYTES || (self.len() >= SENTENCE_BYTES && self.stops > 0);
        if long
            && (self.stops > 0 || self.commas > 1 || self.len() > PARAGRAPH_BYTES)
            && self.link_density() < MOSTLY_LINKS
        {
            self.len() as u32 - self.linked
        } else {
            0
        }
    }
}
