//! What a page is when it holds no article.

mod index_page;

use url::Url;

use crate::error::NoArticle;
use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::tag::ElementKind;
use crate::extract::jsonld::types::JsonLd;
use crate::extract::phrases::error_pages;
use crate::model::Article;

/// Words that call a page a gallery; in lower case.
const GALLERY: &[&str] = &[
    "gallery",
    "in pictures",
    "in photos",
    "slideshow",
    "bilderstrecke",
    "fotostrecke",
    "bildergalerie",
    "in bildern",
    "diaporama",
    "en images",
    "galería",
    "fotogalería",
    "en imágenes",
    "fotogallery",
    "galeria",
    "em imagens",
    "fotoserie",
    "galerie",
    "bildspel",
    "фоторепортаж",
    "фотогалерея",
    "галерея",
    "foto galeri",
    "写真",
    "图集",
    "組圖",
    "بالصور",
];

/// Parts of an address under which sites keep what is watched or heard.
const PLAYED: [&str; 13] = [
    "video",
    "videos",
    "watch",
    "mediathek",
    "audio",
    "podcast",
    "podcasts",
    "episode",
    "episodes",
    "play",
    "player",
    "listen",
    "clips",
];

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
pub(crate) fn no_article(
    article: &Article,
    document: &TextDocument,
    json_ld: &JsonLd,
    page: &Url,
) -> Option<NoArticle> {
    let length = article.text.len();
    let kind = |names: &[&str]| json_ld.types.iter().any(|t| names.contains(&t.as_str()));
    let og = document.head.first(&["og:type"]).unwrap_or_default();
    // Publishing systems call their lists articles where they speak to networks.
    let listed = og == "profile" || kind(&["collectionpage", "searchresultspage", "profilepage"]);
    let called = og == "article" && !listed;
    let headed = || index_page::has_own_headline(document, article, page);
    let declared = json_ld.article.is_some() || called || document.head.first(&["article:published_time"]).is_some();
    if json_ld.article.is_none() && !called && length < 6000 {
        let said = length < 3000 && listed;
        let stream = || index_page::is_headline_stream(document, length) && !(article.published.is_some() && headed());
        if said || stream() || index_page::is_mostly_teasers(document, article) {
            return Some(NoArticle::Index);
        }
    }
    let dated = declared || article.published.is_some();
    if length >= ENOUGH {
        let index = !dated && length < 3000 && index_page::is_index(document, page, 2 * length) && !headed();
        return index.then_some(NoArticle::Index).or_else(|| (!declared && length < 2500).then(|| consent(article))?);
    }
    let titles = [article.title.as_deref(), document.head.title.as_deref()];
    let title = titles.into_iter().flatten().collect::<Vec<_>>().join(" | ").to_lowercase();
    let all = document.text.get(..document.text.floor_char_boundary(8192)).unwrap_or_default().to_lowercase();
    if is_wall(article, document, declared, &title, &all) {
        return Some(NoArticle::Wall);
    }
    let asks = || {
        length < LITTLE && error_pages::count_consent_topics(&all) >= 2
            || error_pages::is_consent_page(&article.text.to_lowercase())
    };
    if !dated && asks() {
        return Some(NoArticle::Consent);
    }
    let little = length < LITTLE;
    let pictures =
        article.captions.len().max(document.elements.iter().filter(|e| e.tag == ElementKind::Figure).count());
    let gallery = kind(&["imagegallery", "mediagallery"]) || GALLERY.iter().any(|w| title.contains(w));
    if (little && gallery && (pictures >= 3 || length < 150)) || (length < 150 && pictures >= 5) {
        return Some(NoArticle::Gallery);
    }
    let player = document.elements.iter().any(|e| e.tag == ElementKind::Player || e.own_hints.has(ClassHints::MEDIA));
    let kept = page.path_segments().is_some_and(|mut parts| parts.any(|p| PLAYED.contains(&p)));
    let media =
        kind(&["videoobject", "audioobject", "podcastepisode"]) || og.starts_with("video") || og.starts_with("music");
    if little && (media || player && kept) && (json_ld.article.is_none() || length < 120) {
        return Some(NoArticle::Media);
    }
    if !dated && index_page::is_index(document, page, length) && !headed() {
        return Some(NoArticle::Index);
    }
    (length < 25).then_some(NoArticle::NoText)
}

fn consent(article: &Article) -> Option<NoArticle> {
    error_pages::is_consent_page(&article.text.to_lowercase()).then_some(NoArticle::Consent)
}

/// Whether a page with little text is a challenge, an error or a log-in. One that calls itself an article is none unless
/// its title is nothing else.
fn is_wall(article: &Article, document: &TextDocument, declared: bool, title: &str, all: &str) -> bool {
    let length = article.text.len();
    let short = length < LITTLE && document.text.len() < 3000;
    if error_pages::is_error(title) {
        return length < LITTLE;
    }
    if declared || article.published.is_some() && length >= 150 {
        return false;
    }
    let closed = document.head.password && document.text.len() < 1500;
    let challenged = document.head.challenge && document.text.len() < 600;
    error_pages::is_wall(title) || (short && (error_pages::is_wall(all) || closed || challenged))
}
