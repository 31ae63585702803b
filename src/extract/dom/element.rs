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

impl TextBlock {
    /// Length in bytes, which is fairer between scripts than a count of letters.
    pub(crate) fn len(&self) -> usize {
        self.span.len()
    }

    /// The part inside links, 0 to 1.
    pub(crate) fn link_density(&self) -> f32 {
        self.linked as f32 / self.len().max(1) as f32
    }

    /// Bytes, when this looks like a sentence or more; else 0.
    pub(crate) fn prose_bytes(&self) -> u32 {
        let long = self.len() >= 80 || (self.len() >= 40 && self.stops > 0);
        if long && (self.stops > 0 || self.commas > 1 || self.len() > 160) && self.link_density() < 0.5 {
            self.len() as u32 - self.linked
        } else {
            0
        }
    }
}
