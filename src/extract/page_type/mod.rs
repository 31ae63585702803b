//! What a page is when it holds no article.

mod index_page;

use std::sync::LazyLock;

use url::Url;

use crate::error::NoArticle;
use crate::extract::dom::class_hints::Hints;
use crate::extract::dom::document::Sketch;
use crate::extract::dom::tag::Tag;
use crate::extract::jsonld::types::Linked;
use crate::extract::phrases::error_pages;
use crate::model::Article;
use crate::text::phrases::{PhraseSet, lists};

static GALLERIES: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::GALLERY_TITLES]));

/// A body of this many bytes is an article's, whatever else the page holds.
const ENOUGH: usize = 700;

/// A body of fewer may be anything's.
const LITTLE: usize = 350;

/// Says why a page without markup is none.
pub(crate) fn not_html(html: &str) -> bool {
    let start = html.get(..html.floor_char_boundary(65_536)).unwrap_or_default();
    let tag = start.as_bytes().windows(2).any(|w| matches!(w, [b'<', b'a'..=b'z' | b'A'..=b'Z']));
    !tag || start.trim_start().starts_with("%PDF-")
}

/// Says why this page holds no article, if it does not.
pub(crate) fn no_article(article: &Article, sketch: &Sketch, linked: &Linked, page: &Url) -> Option<NoArticle> {
    let length = article.text.len();
    let kind = |names: &[&str]| linked.types.iter().any(|t| names.contains(&t.as_str()));
    let og = sketch.head.first(&["og:type"]).unwrap_or_default();
    // Publishing systems call their lists articles where they speak to networks.
    let listed = og == "profile" || kind(&["collectionpage", "searchresultspage", "profilepage"]);
    let called = og == "article" && !listed;
    let headed = || index_page::is_headed(sketch, article, page);
    let declared = linked.article.is_some() || called || sketch.head.first(&["article:published_time"]).is_some();
    if linked.article.is_none() && !called && length < 6000 {
        let said = length < 3000 && listed;
        let stream = || index_page::is_stream(sketch, length) && !(article.published.is_some() && headed());
        if said || stream() || index_page::is_teasers(sketch, article) {
            return Some(NoArticle::Index);
        }
    }
    let dated = declared || article.published.is_some();
    if length >= ENOUGH {
        let index = !dated && length < 3000 && index_page::is_index(sketch, page, 2 * length) && !headed();
        return index.then_some(NoArticle::Index).or_else(|| (!declared && length < 2500).then(|| consent(article))?);
    }
    let titles = [article.title.as_deref(), sketch.head.title.as_deref()];
    let title = titles.into_iter().flatten().collect::<Vec<_>>().join(" | ").to_lowercase();
    let all = sketch.text.get(..sketch.text.floor_char_boundary(8192)).unwrap_or_default().to_lowercase();
    if is_wall(article, sketch, declared, &title, &all) {
        return Some(NoArticle::Wall);
    }
    let asks = || {
        length < LITTLE && error_pages::topics(&all) >= 2 || error_pages::asks_for_consent(&article.text.to_lowercase())
    };
    if !dated && asks() {
        return Some(NoArticle::Consent);
    }
    let little = length < LITTLE;
    let pictures = article.captions.len().max(sketch.els.iter().filter(|e| e.tag == Tag::Figure).count());
    let gallery = kind(&["imagegallery", "mediagallery"]) || GALLERIES.is_match(&title);
    if (little && gallery && (pictures >= 3 || length < 150)) || (length < 150 && pictures >= 5) {
        return Some(NoArticle::Gallery);
    }
    let player = sketch.els.iter().any(|e| e.tag == Tag::Player || e.own.has(Hints::MEDIA));
    let kept = page.path_segments().is_some_and(|mut parts| parts.any(|p| lists::MEDIA_ADDRESS_WORDS.contains(&p)));
    let media =
        kind(&["videoobject", "audioobject", "podcastepisode"]) || og.starts_with("video") || og.starts_with("music");
    if little && (media || player && kept) && (linked.article.is_none() || length < 120) {
        return Some(NoArticle::Media);
    }
    if !dated && index_page::is_index(sketch, page, length) && !headed() {
        return Some(NoArticle::Index);
    }
    (length < 25).then_some(NoArticle::NoText)
}

fn consent(article: &Article) -> Option<NoArticle> {
    error_pages::asks_for_consent(&article.text.to_lowercase()).then_some(NoArticle::Consent)
}

/// Whether a page with little text is a challenge, an error or a log-in. One that calls itself an article is none unless
/// its title is nothing else.
fn is_wall(article: &Article, sketch: &Sketch, declared: bool, title: &str, all: &str) -> bool {
    let length = article.text.len();
    let short = length < LITTLE && sketch.text.len() < 3000;
    if error_pages::is_error(title) {
        return length < LITTLE;
    }
    if declared || article.published.is_some() && length >= 150 {
        return false;
    }
    let closed = sketch.head.password && sketch.text.len() < 1500;
    let challenged = sketch.head.challenge && sketch.text.len() < 600;
    error_pages::is_wall(title) || (short && (error_pages::is_wall(all) || closed || challenged))
}
