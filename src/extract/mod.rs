//! HTML in, article out. Pure.
//!
//! ```text
//! html ─guard─► tree ─walk─► sketch ─┬─► body ──┐
//!                     (elements,     ├─► meta   ├─► Article, or why there is none
//!                      blocks, head) └─► captions┘
//! ```

mod access;
mod apart;
mod authors;
mod body;
mod byline;
mod captions;
mod context;
mod dateline;
mod features;
mod guard;
mod head;
mod hints;
mod hover;
mod jsonld;
mod language;
pub mod learn;
mod lexicon;
mod listing;
mod live;
mod meta;
mod model;
mod others;
mod picture;
mod place;
mod run;
mod several;
mod shown;
mod signed;
mod sketch;
mod standfirst;
mod survey;
mod table;
mod tag;
mod tail;
mod title;
mod together;
mod unseen;
mod verdict;
mod veto;
mod walk;
mod walls;
mod when;
mod wording;

pub use crate::text::charset::decode_html;

use crate::error::NoArticle;
use crate::model::article::{Extractor, Flag};
use crate::model::{Article, Page};
use body::Body;
use guard::Reader;
use jsonld::Linked;
use sketch::Sketch;
use survey::Survey;

/// A body of fewer bytes may be the part of the story that needs no script.
const POOR: usize = 500;

/// Finds the article of a page.
///
/// # Errors
/// Says what the page is instead, when it holds no article.
pub fn extract(page: &Page) -> Result<Article, NoArticle> {
    if verdict::not_html(&page.html) {
        return Err(NoArticle::NotHtml);
    }
    let reading = Reading::new(page, Reader::WithScripts);
    let length = reading.article.text.len();
    if length < POOR && reading.sketch.head.unscripted > 2 * length.max(100) {
        let second = Reading::new(page, Reader::WithoutScripts);
        if second.article.text.len() > 2 * length.max(100) {
            return second.judged(page);
        }
    }
    reading.judged(page)
}

/// What a reader finds on a page, before anybody asks whether it is an article.
struct Reading {
    article: Article,
    sketch: Sketch,
    linked: Linked,
    live: bool,
    truncated: bool,
}

impl Reading {
    fn new(page: &Page, reader: Reader) -> Self {
        let survey = Survey::new(page, reader);
        let found = |place| body::find(&survey.sketch, place, &survey.known(), &survey.asked);
        let mut body = survey.place.map(found).unwrap_or_default();
        let Survey { sketch, linked, mut article, asked, place, truncated, .. } = survey;
        let described = linked
            .article
            .as_ref()
            .and_then(|a| a.body.as_deref())
            .filter(|b| body.text.len() < POOR && b.len() > 2 * body.text.len().max(150));
        if let Some(described) = described {
            body = Body { captions: body.captions, standfirst: body.standfirst, ..Body::described(described) };
            article.extractor = Extractor::Jsonld;
        }
        let posts: usize = linked.posts.iter().map(|(_, post)| post.len()).sum();
        if posts > 2 * body.text.len() {
            body.add_posts(&linked.posts);
        }
        let ld_language = linked.article.as_ref().and_then(|a| a.language.as_deref());
        article.language =
            language::of(&body.text, &[sketch.head.lang.as_deref(), ld_language, sketch.head.first(&["og:locale"])]);
        let lead = || picture::lead(&sketch, place?, article.title.as_deref());
        article.image = article.image.take().or_else(|| meta::joined(&sketch, &page.url, lead()?));
        article.description = meta::description(article.description.take(), body.standfirst);
        article.text = body.text;
        article.paragraphs = body.paragraphs;
        article.captions = body.captions;
        Self { article, sketch, linked, live: asked.live, truncated }
    }

    fn judged(self, page: &Page) -> Result<Article, NoArticle> {
        let Self { mut article, sketch, linked, live, truncated } = self;
        if let Some(reason) = verdict::no_article(&article, &sketch, &linked, &page.url) {
            return Err(reason);
        }
        article.access = access::of(&article, &sketch, &linked);
        if truncated {
            article.flags.push(Flag::Truncated);
        }
        if live {
            article.flags.push(Flag::LiveBlog);
        }
        Ok(article)
    }
}
