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

mod charset;
mod content;
mod dom;
mod jsonld;
mod layout;
mod metadata;
mod page_type;
mod phrases;
mod prepared;
pub mod training;

pub use charset::decode_html;

use crate::error::NoArticle;
use crate::model::article::{Extractor, Flag};
use crate::model::{Article, Page};
use content::body::Body;
use dom::document::TextDocument;
use dom::parse::Scripting;
use jsonld::types::JsonLd;
use prepared::PreparedPage;

/// A body of fewer bytes may be the part of the story that needs no script.
const SHORT_BODY_BYTES: usize = 500;

/// Finds the article of a page.
///
/// # Errors
/// Says what the page is instead, when it holds no article.
pub fn extract(page: &Page) -> Result<Article, NoArticle> {
    if page_type::not_html(&page.html) {
        return Err(NoArticle::NotHtml);
    }
    let extraction = Extraction::new(page, Scripting::Enabled);
    let length = extraction.article.text.len();
    if length < SHORT_BODY_BYTES && extraction.document.head.unscripted > 2 * length.max(100) {
        let second = Extraction::new(page, Scripting::Disabled);
        if second.article.text.len() > 2 * length.max(100) {
            return second.classify(page);
        }
    }
    extraction.classify(page)
}

/// What a reader finds on a page, before anybody asks whether it is an article.
struct Extraction {
    article: Article,
    document: TextDocument,
    json_ld: JsonLd,
    live: bool,
    truncated: bool,
}

impl Extraction {
    fn new(page: &Page, scripting: Scripting) -> Self {
        let prepared = PreparedPage::new(page, scripting);
        let found =
            |main| content::assemble::extract_body(&prepared.document, main, &prepared.facts(), &prepared.scope);
        let mut body = prepared.main.map(found).unwrap_or_default();
        let PreparedPage { document, json_ld, mut article, scope, main, truncated, .. } = prepared;
        let described = json_ld
            .article
            .as_ref()
            .and_then(|a| a.body.as_deref())
            .filter(|b| body.text.len() < SHORT_BODY_BYTES && b.len() > 2 * body.text.len().max(150));
        if let Some(described) = described {
            body = Body { captions: body.captions, standfirst: body.standfirst, ..Body::described(described) };
            article.extractor = Extractor::Jsonld;
        }
        let posts: usize = json_ld.posts.iter().map(|(_, post)| post.len()).sum();
        if posts > 2 * body.text.len() {
            body.add_posts(&json_ld.posts);
        }
        let ld_language = json_ld.article.as_ref().and_then(|a| a.language.as_deref());
        article.language = metadata::language::language(
            &body.text,
            &[document.head.lang.as_deref(), ld_language, document.head.first(&["og:locale"])],
        );
        let lead = || metadata::lead_image::lead(&document, main?, article.title.as_deref());
        article.image = article.image.take().or_else(|| metadata::resolve_url(&document, &page.url, lead()?));
        article.description = metadata::description(article.description.take(), body.standfirst);
        article.text = body.text;
        article.paragraphs = body.paragraphs;
        article.captions = body.captions;
        Self { article, document, json_ld, live: scope.live, truncated }
    }

    fn classify(self, page: &Page) -> Result<Article, NoArticle> {
        let Self { mut article, document, json_ld, live, truncated } = self;
        if let Some(reason) = page_type::no_article(&article, &document, &json_ld, &page.url) {
            return Err(reason);
        }
        article.access = metadata::access::access(&article, &document, &json_ld);
        if truncated {
            article.flags.push(Flag::Truncated);
        }
        if live {
            article.flags.push(Flag::LiveBlog);
        }
        Ok(article)
    }
}
