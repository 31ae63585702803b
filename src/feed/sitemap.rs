//! Sitemaps: lists of a site's pages, among them those of its news, and indexes of such lists.

use url::Url;

use super::error::{MAX_SOURCES, ParseError};
use super::newest::{Newest, entry_time};
use super::urls::web_url;
use super::xml::content::read_content;
use super::xml::namespaces::Namespaces;
use super::xml::tag::StartTag;
use super::xml::tokenizer::{Token, Tokenizer};
use crate::dates;
use crate::model::feed::{Format, Recovery};
use crate::model::{Entry, Feed, Moment};
use crate::text::markup::plain_text;

/// The bytes of an address that is read (sitemaps.org: fewer than 2,048 characters).
const MAX_ADDRESS_BYTES: usize = 2048;
/// The bytes of any other value that are read (chosen).
const MAX_VALUE_BYTES: usize = 4096;
/// The keywords of one page that are kept (chosen).
const MAX_KEYWORDS: usize = 20;

/// One `<url>` or `<sitemap>`, as far as it was read.
#[derive(Default)]
struct Listed {
    address: Option<Url>,
    changed: Option<Moment>,
    title: Option<String>,
    published: Option<Moment>,
    language: Option<String>,
    keywords: Vec<String>,
}

impl Listed {
    /// Takes over a value; the first of each kind counts.
    fn set(&mut self, name: &str, value: &str, base: Option<&Url>) {
        match name {
            "loc" if value.len() <= MAX_ADDRESS_BYTES => {
                self.address = self.address.take().or_else(|| web_url(value, base));
            }
            "lastmod" => self.changed = self.changed.or_else(|| dates::parse(value)),
            "title" => self.title = self.title.take().or_else(|| non_empty(plain_text(value))),
            "publication_date" => self.published = self.published.or_else(|| dates::parse(value)),
            "language" => self.language = self.language.take().or_else(|| non_empty(plain_text(value))),
            "keywords" if self.keywords.is_empty() => {
                let words = value.split(',').filter_map(|word| non_empty(plain_text(word)));
                self.keywords = words.take(MAX_KEYWORDS).collect();
            }
            _ => {}
        }
    }
}

fn non_empty(text: String) -> Option<String> {
    Some(text).filter(|t| !t.is_empty())
}

/// Reads a sitemap whose pages are news or have the time of their last change. O(n).
///
/// Where some pages are news, the others are left out: a sitemap of news lists what is new, and pages beside it are old.
///
/// # Errors
/// [`ParseError::Sitemap`] when no page is news or has a time.
pub(super) fn parse_sitemap(text: &str, source: Option<&Url>) -> Result<Feed, ParseError> {
    let mut language = None;
    let (mut news, mut pages) = (Newest::default(), Newest::default());
    let is_closed = for_each(
        text,
        "url",
        |mut listed| {
            let Some(link) = listed.address.take() else { return };
            language = language.take().or(listed.language.take());
            let is_news = listed.title.is_some() || listed.published.is_some();
            if !is_news && listed.changed.is_none() {
                return;
            }
            let entry = Entry {
                id: link.to_string(),
                link: Some(link),
                title: listed.title,
                published: listed.published,
                updated: listed.changed,
                tags: listed.keywords,
                ..Entry::default()
            };
            if is_news { news.push(entry, entry_time) } else { pages.push(entry, entry_time) }
        },
        source,
    );
    let chosen = if news.is_empty() { pages } else { news };
    if chosen.is_empty() {
        return Err(ParseError::Sitemap);
    }
    let repairs = [(!is_closed, Recovery::Truncated), (chosen.is_pruned(), Recovery::Limits)];
    let recovered = repairs.into_iter().filter(|(happened, _)| *happened).map(|(_, repair)| repair).collect();
    Ok(Feed { format: Format::Sitemap, language, entries: chosen.finish(entry_time), recovered, ..Feed::default() })
}

/// Returns the sitemaps that an index names, at most 50: those of news first, then the newest, then in the index's order. O(n).
pub(super) fn sitemaps_of_index(text: &str, source: Option<&Url>) -> Vec<Url> {
    let mut found: Vec<(bool, Option<Moment>, Url)> = Vec::new();
    for_each(
        text,
        "sitemap",
        |listed| {
            if let Some(url) = listed.address {
                found.push((!is_of_news(&url), listed.changed, url));
            }
            if found.len() >= 2 * MAX_SOURCES {
                keep_best(&mut found);
            }
        },
        source,
    );
    keep_best(&mut found);
    found.into_iter().map(|(.., url)| url).collect()
}

/// Sorts by what is worth most and cuts to [`MAX_SOURCES`].
fn keep_best(found: &mut Vec<(bool, Option<Moment>, Url)>) {
    found.sort_by_key(|(is_other, changed, _)| (*is_other, std::cmp::Reverse(*changed)));
    found.truncate(MAX_SOURCES);
}

/// Returns whether the last part of a sitemap's address names news.
fn is_of_news(url: &Url) -> bool {
    let mut parts = url.path_segments().into_iter().flatten().rev();
    parts.find(|part| !part.is_empty()).is_some_and(|last| last.to_ascii_lowercase().contains("news"))
}

/// Calls `take` with each element of that name that is closed, and returns whether the list was closed too.
fn for_each<'t>(text: &'t str, element: &str, mut take: impl FnMut(Listed), base: Option<&Url>) -> bool {
    let namespaces = Namespaces::default();
    let mut tokens = Tokenizer::new(text);
    let mut listed: Option<Listed> = None;
    // the value that is being read: its element and where its text begins
    let mut value: Option<(&'t str, usize)> = None;
    let mut is_closed = false;
    while let Some((start, token)) = tokens.next() {
        match token {
            Token::Open(tag) if local_name(tag.name).eq_ignore_ascii_case(element) => {
                listed = (!tag.is_self_closing).then(Listed::default);
            }
            Token::Open(tag) if listed.is_some() => value = opened_value(&tag).map(|name| (name, tokens.position)),
            Token::Close(name) if local_name(name).eq_ignore_ascii_case(element) => {
                listed.take().into_iter().for_each(&mut take);
            }
            Token::Close(name) => {
                if let (Some(listed), Some((open, from))) = (&mut listed, value.take())
                    && open == name
                    && start - from <= MAX_VALUE_BYTES
                {
                    let content = read_content(tokens.slice(from, start), false, &namespaces);
                    listed.set(&local_name(name).to_ascii_lowercase(), content.text.trim(), base);
                }
                is_closed |= matches!(local_name(name), "urlset" | "sitemapindex");
            }
            _ => {}
        }
    }
    is_closed
}

/// Returns the tag's name when its text is read: extensions for pictures and videos have titles of their own.
fn opened_value<'t>(tag: &StartTag<'t>) -> Option<&'t str> {
    let prefix = tag.name.split_once(':').map(|(prefix, _)| prefix.to_ascii_lowercase());
    let is_of_media = prefix.is_some_and(|p| p.starts_with("image") || p.starts_with("video"));
    (!tag.is_self_closing && !is_of_media).then_some(tag.name)
}

fn local_name(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
