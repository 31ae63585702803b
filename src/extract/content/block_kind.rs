//! What a block is in the structure of the story.

use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::TextBlock;
use crate::extract::dom::tag::ElementKind;
use crate::model::article::ParagraphKind;

/// Elements around a block that are asked what it is (chosen).
const LEVELS: usize = 12;

/// A block of the story and what it is there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SelectedBlock<'a> {
    /// The block's index in the document.
    pub(crate) index: usize,
    pub(crate) block: &'a TextBlock,
    pub(crate) kind: ParagraphKind,
}

/// Returns what a block is in the story's structure, by the elements around it.
pub(crate) fn block_kind(document: &TextDocument, block: &TextBlock) -> ParagraphKind {
    let mut kind = ParagraphKind::Paragraph;
    for (_, el) in document.ancestors(block.innermost).take(LEVELS) {
        match el.tag {
            ElementKind::Heading | ElementKind::H1 => return ParagraphKind::Heading,
            ElementKind::Item => kind = ParagraphKind::ListItem,
            ElementKind::Quote => return ParagraphKind::BlockQuote,
            ElementKind::Article | ElementKind::Main | ElementKind::HtmlOrBody => break,
            _ => {}
        }
    }
    kind
}
