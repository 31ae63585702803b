//! HTML in, article out. Pure.
//!
//! ```text
//! prepared      one page, ready for the classifier, in service and in training alike
//!   ├── content     the body: which blocks, in what roles
//!   ├── metadata    title, authors, dates, image, language, access
//!   └── page_type   an article or not, and what instead
//!         └── layout    where on the page things are
//!               └── dom     html into a document: elements and blocks of text
//!                     └── phrases, jsonld    strings only
//! ```

mod content;
mod dom;
mod jsonld;
mod layout;
mod metadata;
mod page_type;
mod phrases;
mod prepared;
#[cfg(feature = "training")]
pub mod training;

pub use crate::text::charset::decode_html;

use crate::error::NoArticle;
use crate::model::article::{Extractor, Flag};
use crate::model::{Article, Page};
use content::assemble::extract_body;
use content::body::Body;
use dom::document::TextDocument;
use dom::parse::Scripting;
use jsonld::types::JsonLd;
use layout::Layout;
use page_type::extracted_page::ExtractedPage;
use prepared::PreparedPage;

/// A body of fewer bytes may be the part of the story that needs no script.
const SHORT_BODY_BYTES: usize = 500;
/// Bytes of a body that JSON-LD gives where the page shows none (chosen).
const MIN_DESCRIBED_BYTES: usize = 300;
/// Bytes of a body without scripts where the page shows none with them (chosen).
const MIN_UNSCRIPTED_BYTES: usize = 200;

/// Returns the article of a page: its text in paragraphs, and its metadata.
///
/// ```
/// use pressline::extract::extract;
/// use pressline::model::Page;
///
/// let html = "<title>Ferries run all night</title><nav><a href=/>Home</a></nav><article><h1>Ferries run all night</h1>
///     <p>The ferries of Dunmore will run all night from Monday, the harbour office said after a vote of the council.</p>
///     <p>They had stopped at eleven since the strike of last winter, and the late trains were full ever since.</p>
///     <p>A crossing after midnight costs one coin more, and the night boats carry bicycles but no cars.</p></article>";
/// let article = extract(&Page { url: "https://post.example/ferries.html".parse()?, html: html.to_owned() })?;
/// assert_eq!(article.title.as_deref(), Some("Ferries run all night"));
/// assert_eq!(article.paragraphs.len(), 3);
/// assert!(article.paragraphs[0].span.of(&article.text).starts_with("The ferries of Dunmore"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Says what the page is instead, when it holds no article.
pub fn extract(page: &Page) -> Result<Article, NoArticle> {
    if page_type::not_html(&page.html) {
        return Err(NoArticle::NotHtml);
    }
    let extraction = Extraction::new(page, Scripting::Enabled);
    let length = extraction.article.text.len();
    if length < SHORT_BODY_BYTES && extraction.document.head.unscripted > 2 * length.max(MIN_UNSCRIPTED_BYTES / 2) {
        let second = Extraction::new(page, Scripting::Disabled);
        if second.article.text.len() > 2 * length.max(MIN_UNSCRIPTED_BYTES / 2) {
            return second.classify(page);
        }
    }
    extraction.classify(page)
}

/// The article of a page, before anybody asks whether it is one.
struct Extraction {
    article: Article,
    document: TextDocument,
    json_ld: JsonLd,
    layout: Layout,
    /// The indices of the blocks that became the body.
    body_blocks: Vec<usize>,
    truncated: bool,
}

impl Extraction {
    fn new(page: &Page, scripting: Scripting) -> Self {
        let prepared = PreparedPage::new(page, scripting);
        let found = |main| extract_body(&prepared.document, main, &prepared.layout, &prepared.facts());
        let mut body = prepared.layout.main.map(found).unwrap_or_default();
        let PreparedPage { document, json_ld, mut article, layout, truncated, .. } = prepared;
        if let Some(described) = longer_body(&json_ld, body.text.len()) {
            let Body { captions, blocks, standfirst, .. } = body;
            body = Body { captions, blocks, standfirst, ..Body::described(described) };
            article.extractor = Extractor::Jsonld;
        }
        let posts: usize = json_ld.posts.iter().map(|(_, post)| post.len()).sum();
        if posts > 2 * body.text.len() {
            body.add_posts(&json_ld.posts);
        }
        let ld_language = json_ld.article.as_ref().and_then(|a| a.language.as_deref());
        let declared = [document.head.lang.as_deref(), ld_language, document.head.first(&["og:locale"])];
        article.language = metadata::language::language(&body.text, &declared);
        let lead = || {
            let address = metadata::lead_image::lead_image(&document, &layout)?;
            metadata::addresses::resolve_url(&document, &page.url, address)
        };
        article.image = article.image.take().or_else(lead);
        article.description = metadata::description(article.description.take(), body.standfirst);
        article.text = body.text;
        article.paragraphs = body.paragraphs;
        article.captions = body.captions;
        Self { article, document, json_ld, layout, body_blocks: body.blocks, truncated }
    }

    /// Returns the article, or what the page is instead.
    fn classify(self, page: &Page) -> Result<Article, NoArticle> {
        let Self { mut article, document, json_ld, layout, body_blocks, truncated } = self;
        let extracted = ExtractedPage {
            article: &article,
            document: &document,
            json_ld: &json_ld,
            layout: &layout,
            body_blocks: &body_blocks,
            url: &page.url,
        };
        if let Some(reason) = page_type::no_article(extracted) {
            return Err(reason);
        }
        article.access = metadata::access::access(&article, &document, &json_ld, &body_blocks);
        if truncated {
            article.flags.push(Flag::Truncated);
        }
        article.limit();
        if layout.scope.live {
            article.flags.push(Flag::LiveBlog);
        }
        Ok(article)
    }
}

/// Returns the body that JSON-LD gives, where the page shows a short one or none.
fn longer_body(json_ld: &JsonLd, shown: usize) -> Option<&str> {
    let described = json_ld.article.as_ref()?.body.as_deref()?;
    let is_longer = shown < SHORT_BODY_BYTES && described.len() > 2 * shown.max(MIN_DESCRIBED_BYTES / 2);
    is_longer.then_some(described)
}
