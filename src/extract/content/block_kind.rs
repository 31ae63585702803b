//! What a block is in the structure of the story.

use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::TextBlock;
use crate::extract::dom::tag::ElementKind;
use crate::model::article::ParagraphKind;

/// A block of the story and what it is there.
pub(crate) type Chosen<'a> = (&'a TextBlock, ParagraphKind);

/// What a block is in the story's structure.
pub(crate) fn kind(document: &TextDocument, block: &TextBlock) -> ParagraphKind {
    let mut kind = ParagraphKind::Paragraph;
    for (_, el) in document.ancestors(block.innermost).take(12) {
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
