//! What a block is in the structure of the story.

use crate::extract::dom::document::Sketch;
use crate::extract::dom::element::Block;
use crate::extract::dom::tag::Tag;
use crate::model::article::ParagraphKind;

/// A block of the story and what it is there.
pub(crate) type Chosen<'a> = (&'a Block, ParagraphKind);

/// What a block is in the story's structure.
pub(crate) fn kind(sketch: &Sketch, block: &Block) -> ParagraphKind {
    let mut kind = ParagraphKind::Paragraph;
    for (_, el) in sketch.around(block.leaf).take(12) {
        match el.tag {
            Tag::Heading | Tag::Title => return ParagraphKind::Heading,
            Tag::Item => kind = ParagraphKind::ListItem,
            Tag::Quote => return ParagraphKind::BlockQuote,
            Tag::Article | Tag::Main | Tag::Root => break,
            _ => {}
        }
    }
    kind
}
