//! What a page is when it holds no article.

pub(super) mod extracted_page;
mod index_page;

use std::sync::LazyLock;

use crate::error::NoArticle;
use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::tag::ElementKind;
use crate::extract::jsonld::types::JsonLd;
use crate::extract::phrases::error_pages;
use crate::text::phrases::{PhraseSet, lists};
use extracted_page::ExtractedPage;

static GALLERIES: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::GALLERY_TITLES]));

/// A body of this many bytes is an article's, whatever else the page holds.
const ENOUGH: usize = 700;
/// A body of fewer bytes may be anything's.
const LITTLE: usize = 350;
/// A body of fewer bytes may stand beside a player or pictures that are the page's matter (chosen).
const VERY_LITTLE: usize = 150;
/// A body of fewer bytes is none (chosen).
const NOTHING: usize = 25;
/// A body of fewer bytes may be a player's description, though JSON-LD calls it an article (chosen).
const PLAYER_TEXT: usize = 120;
/// A body of as many bytes is no list of teasers, profiles and questions of consent (chosen, each for its cause).
const MOST_OF_TEASERS: usize = 6000;
const MOST_OF_LIST: usize = 3000;
const MOST_OF_CONSENT: usize = 2500;
/// Bytes of a page of which its causes are read: of the text, and of the markup (chosen).
const READ_TEXT: usize = 8192;
const READ_MARKUP: usize = 65_536;
/// Bytes of all the text on a short page (chosen).
const SHORT_PAGE: usize = 3000;
/// Bytes of all the text on a page that asks for a password (chosen).
const PASSWORD_PAGE: usize = 1500;
/// Bytes of all the text on a page with the script of a challenge (chosen).
const CHALLENGE_PAGE: usize = 600;
/// Pictures of a gallery, where the page calls itself one and where it does not (chosen).
const GALLERY_PICTURES: usize = 3;
const MANY_PICTURES: usize = 5;
/// Things a text names that pages about consent speak of (chosen).
const CONSENT_TOPICS: usize = 2;

/// Returns whether a page holds no markup.
pub(crate) fn not_html(html: &str) -> bool {
    let start = html.get(..html.floor_char_boundary(READ_MARKUP)).unwrap_or_default();
    let tag = start.as_bytes().windows(2).any(|w| matches!(w, [b'<', b'a'..=b'z' | b'A'..=b'Z']));
    !tag || start.trim_start().starts_with("%PDF-")
}

/// Returns what a page is instead, when it holds no article.
pub(crate) fn no_article(page: ExtractedPage<'_>) -> Option<NoArticle> {
    let evidence = Evidence::new(page);
    if evidence.is_list() {
        return Some(NoArticle::Index);
    }
    if evidence.length >= ENOUGH {
        return evidence.cause_of_long_page();
    }
    let title = evidence.titles();
    let text = &page.document.text;
    let text = text.get(..text.floor_char_boundary(READ_TEXT)).unwrap_or_default().to_lowercase();
    if evidence.is_wall(&title, &text) {
        return Some(NoArticle::Wall);
    }
    if evidence.is_consent(&text) {
        return Some(NoArticle::Consent);
    }
    if evidence.is_gallery(&title) {
        return Some(NoArticle::Gallery);
    }
    if evidence.is_media() {
        return Some(NoArticle::Media);
    }
    if !evidence.is_dated() && evidence.is_index(evidence.length) {
        return Some(NoArticle::Index);
    }
    (evidence.length < NOTHING).then_some(NoArticle::NoText)
}

/// A page with what it declares about its type.
struct Evidence<'a> {
    page: ExtractedPage<'a>,
    /// Bytes of the body.
    length: usize,
    og_type: &'a str,
    /// Whether the page calls itself a profile or a list.
    is_declared_list: bool,
    /// Whether OpenGraph calls the page an article.
    is_og_article: bool,
    /// Whether the page calls itself an article in any way.
    is_declared: bool,
}

impl<'a> Evidence<'a> {
    fn new(page: ExtractedPage<'a>) -> Self {
        let ExtractedPage { article, document, json_ld, .. } = page;
        let og_type = document.head.first(&["og:type"]).unwrap_or_default();
        // Publishing systems call their lists articles where they speak to networks.
        let is_declared_list =
            og_type == "profile" || has_type(json_ld, &["collectionpage", "searchresultspage", "profilepage"]);
        let is_og_article = og_type == "article" && !is_declared_list;
        let is_declared =
            json_ld.article.is_some() || is_og_article || document.head.first(&["article:published_time"]).is_some();
        Self { page, length: article.text.len(), og_type, is_declared_list, is_og_article, is_declared }
    }

    /// Returns whether the page calls itself an article or shows a day of publication.
    const fn is_dated(&self) -> bool {
        self.is_declared || self.page.article.published.is_some()
    }

    /// Returns whether the page is a list of stories, profiles or search results.
    fn is_list(&self) -> bool {
        let ExtractedPage { article, document, json_ld, layout, body_blocks, .. } = self.page;
        if json_ld.article.is_some() || self.is_og_article || self.length >= MOST_OF_TEASERS {
            return false;
        }
        let stream = || {
            index_page::is_headline_stream(document, self.length)
                && !(article.published.is_some() && self.has_own_headline())
        };
        self.length < MOST_OF_LIST && self.is_declared_list
            || stream()
            || index_page::is_mostly_teasers(document, &layout.title, body_blocks)
    }

    /// Returns what a page with the text of an article is all the same.
    fn cause_of_long_page(&self) -> Option<NoArticle> {
        if !self.is_dated() && self.length < MOST_OF_LIST && self.is_index(2 * self.length) {
            return Some(NoArticle::Index);
        }
        let is_consent = !self.is_declared
            && self.length < MOST_OF_CONSENT
            && error_pages::is_consent_page(&self.page.article.text.to_lowercase());
        is_consent.then_some(NoArticle::Consent)
    }

    /// Returns whether links of a headline's length have more than `length` bytes, and no headline of the page's own is over the text.
    fn is_index(&self, length: usize) -> bool {
        index_page::is_index(self.page.document, self.page.url, length) && !self.has_own_headline()
    }

    fn has_own_headline(&self) -> bool {
        index_page::has_own_headline(&self.page)
    }

    /// Returns the article's title and that of the window, in lower case.
    fn titles(&self) -> String {
        let titles = [self.page.article.title.as_deref(), self.page.document.head.title.as_deref()];
        titles.into_iter().flatten().collect::<Vec<_>>().join(" | ").to_lowercase()
    }

    /// Returns whether a page with little text is a challenge, an error or a log-in.
    ///
    /// A page that calls itself an article is none of them unless its title is nothing else.
    fn is_wall(&self, title: &str, text: &str) -> bool {
        let ExtractedPage { article, document, .. } = self.page;
        let bytes = document.text.len();
        if error_pages::is_error(title) {
            return self.length < LITTLE;
        }
        if self.is_declared || article.published.is_some() && self.length >= VERY_LITTLE {
            return false;
        }
        let is_short = self.length < LITTLE && bytes < SHORT_PAGE;
        let asks_password = document.head.password && bytes < PASSWORD_PAGE;
        let is_challenge = document.head.challenge && bytes < CHALLENGE_PAGE;
        error_pages::is_wall(title) || (is_short && (error_pages::is_wall(text) || asks_password || is_challenge))
    }

    /// Returns whether the page asks for consent and holds no dated text.
    fn is_consent(&self, text: &str) -> bool {
        let names_topics = || self.length < LITTLE && error_pages::count_consent_topics(text) >= CONSENT_TOPICS;
        !self.is_dated() && (names_topics() || error_pages::is_consent_page(&self.page.article.text.to_lowercase()))
    }

    /// Returns whether the page's matter are its pictures.
    fn is_gallery(&self, title: &str) -> bool {
        let ExtractedPage { article, document, json_ld, .. } = self.page;
        let figures = document.elements.iter().filter(|e| e.tag == ElementKind::Figure).count();
        let pictures = article.captions.len().max(figures);
        let is_named = has_type(json_ld, &["imagegallery", "mediagallery"]) || GALLERIES.is_match(title);
        let is_small = self.length < VERY_LITTLE;
        (self.length < LITTLE && is_named && (pictures >= GALLERY_PICTURES || is_small))
            || (is_small && pictures >= MANY_PICTURES)
    }

    /// Returns whether the page's matter is a film or a recording.
    fn is_media(&self) -> bool {
        let ExtractedPage { document, json_ld, url, .. } = self.page;
        if self.length >= LITTLE || (json_ld.article.is_some() && self.length >= PLAYER_TEXT) {
            return false;
        }
        let is_declared = has_type(json_ld, &["videoobject", "audioobject", "podcastepisode"])
            || self.og_type.starts_with("video")
            || self.og_type.starts_with("music");
        let has_player =
            || document.elements.iter().any(|e| e.tag == ElementKind::Player || e.own_hints.has(ClassHints::MEDIA));
        let in_address =
            || url.path_segments().is_some_and(|mut parts| parts.any(|p| lists::MEDIA_ADDRESS_WORDS.contains(&p)));
        is_declared || in_address() && has_player()
    }
}

/// Returns whether JSON-LD names one of these types, which are in lower case.
fn has_type(json_ld: &JsonLd, types: &[&str]) -> bool {
    json_ld.types.iter().any(|t| types.contains(&t.as_str()))
}
