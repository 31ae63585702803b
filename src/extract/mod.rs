//! HTML in, article out. Pure.
//!
//! ```text
//! html ─guard─► tree ─walk─► sketch ─┬─► body ──┐
//!                     (elements,     ├─► meta   ├─► Article, or why there is none
//!                      blocks, head) └─► captions┘
//! ```

mod apart;
mod authors;
mod body;
mod byline;
mod captions;
mod charset;
mod context;
mod dateline;
mod features;
mod fold;
mod guard;
mod head;
mod hints;
mod hover;
mod jsonld;
mod language;
pub mod learn;
mod lexicon;
mod meta;
mod model;
mod others;
mod place;
mod sketch;
mod table;
mod tag;
mod tail;
mod title;
mod verdict;
mod veto;
mod walk;
mod wording;

pub use charset::decode_html;

use crate::error::NoArticle;
use crate::model::article::{Extractor, Flag};
use crate::model::{Article, Page};
use body::Body;
use features::Known;
use sketch::Sketch;

/// Finds the article of a page.
///
/// # Errors
/// Says what the page is instead, when it holds no article.
pub fn extract(page: &Page) -> Result<Article, NoArticle> {
    if verdict::not_html(&page.html) {
        return Err(NoArticle::NotHtml);
    }
    let parsed = guard::parse(&page.html);
    let sketch = Sketch::new(&parsed.html);
    let linked = jsonld::read(&sketch.head.json_ld, &page.url);
    let place = place::find(&sketch);
    let mut article = Article::default();
    meta::fill(&mut article, &sketch, place, &linked, &page.url);
    let mut body = place.map(|p| body::find(&sketch, p, &Known::new(&article, &linked, &page.url))).unwrap_or_default();
    let described = linked
        .article
        .as_ref()
        .and_then(|a| a.body.as_deref())
        .filter(|b| body.text.len() < 500 && b.len() > 2 * body.text.len().max(150));
    if let Some(described) = described {
        body = Body { captions: body.captions, ..Body::described(described) };
        article.extractor = Extractor::Jsonld;
    }
    let ld_language = linked.article.as_ref().and_then(|a| a.language.as_deref());
    article.language =
        language::of(&body.text, &[sketch.head.lang.as_deref(), ld_language, sketch.head.first(&["og:locale"])]);
    article.text = body.text;
    article.paragraphs = body.paragraphs;
    article.captions = body.captions;
    if let Some(reason) = verdict::no_article(&article, &sketch, &linked, &page.url) {
        return Err(reason);
    }
    article.access = verdict::access(&article, &sketch, &linked);
    if parsed.truncated {
        article.flags.push(Flag::Truncated);
    }
    if linked.article.is_some_and(|a| a.live_blog) {
        article.flags.push(Flag::LiveBlog);
    }
    Ok(article)
}
