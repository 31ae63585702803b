//! A page after extraction, whose type is asked for.

use url::Url;

use crate::extract::dom::document::TextDocument;
use crate::extract::jsonld::types::JsonLd;
use crate::extract::layout::Layout;
use crate::model::Article;

/// What is known of a page whose type is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ExtractedPage<'a> {
    pub(crate) article: &'a Article,
    pub(crate) document: &'a TextDocument,
    pub(crate) json_ld: &'a JsonLd,
    pub(crate) layout: &'a Layout,
    /// The indices of the blocks that became the body.
    pub(crate) body_blocks: &'a [usize],
    pub(crate) url: &'a Url,
}
