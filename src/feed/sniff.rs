//! What a document is, by its first tags.

use super::error::ParseError;
use super::json_feed::VERSION_MARK;
use super::xml::namespaces::Namespaces;
use super::xml::tag::StartTag;
use super::xml::tokenizer::{Token, Tokenizer};
use crate::model::feed::Format;

/// The kind of a document that may be a feed or name some.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DocumentKind {
    /// A feed in XML, whose root begins at a byte.
    XmlFeed { format: Format, root_at: usize },
    /// JSON of any kind.
    Json,
    /// A list of a site's pages.
    Sitemap,
    /// A list of sitemaps.
    SitemapIndex,
    /// A list of feeds.
    Opml,
    /// An HTML page without a feed in it.
    Html,
}

/// Tags of an error message that a server puts before the feed; they decide nothing.
const IGNORED_TAGS: [&str; 14] =
    ["br", "b", "p", "i", "font", "div", "span", "pre", "strong", "em", "a", "hr", "code", "small"];
/// Tags that only an HTML page begins with. A feed may stand in one all the same, put there by a proxy or a plugin.
const HTML_TAGS: [&str; 9] = ["html", "head", "body", "meta", "title", "script", "style", "noscript", "base"];
/// Elements whose content is code.
const CODE_TAGS: [&str; 2] = ["script", "style"];
/// The vocabularies by which an RDF document is a feed.
const RDF_FEEDS: [&str; 2] = ["purl.org/rss/", "netscape.com/rdf/simple"];
/// The characters of an unknown root's name that are kept (chosen).
const MAX_ROOT_CHARS: usize = 40;

/// What was seen before the root of a feed.
#[derive(Default)]
struct Preamble {
    /// The first element that is no tag of an error message.
    unknown_root: Option<String>,
    is_html: bool,
    /// The element of code that is open.
    code: Option<&'static str>,
    /// Whether tags in it count.
    reads_code: bool,
}

/// Returns the kind of a document, by the first tag that decides it. O(n).
///
/// # Errors
/// One of the causes in [`ParseError`] when it is known neither to be a feed nor to name one.
pub(super) fn sniff(text: &str) -> Result<DocumentKind, ParseError> {
    let start = text.trim_start();
    if start.is_empty() {
        return Err(ParseError::Empty);
    }
    if start.starts_with(['{', '[']) {
        return Ok(DocumentKind::Json);
    }
    let before = match find_root(text, Preamble::default()) {
        Ok(kind) => return Ok(kind),
        Err(before) => before,
    };
    // a script that nobody closed hides nothing
    if before.code.is_some()
        && let Ok(kind) = find_root(text, Preamble { reads_code: true, ..Preamble::default() })
    {
        return Ok(kind);
    }
    if before.is_html {
        return Ok(DocumentKind::Html);
    }
    if text.contains(VERSION_MARK) && text.contains("\"items\"") {
        return Ok(DocumentKind::Json);
    }
    Err(match before.unknown_root {
        Some(root) => ParseError::OtherXml { root },
        None if text.contains('<') => ParseError::OtherMarkup,
        None => ParseError::PlainText,
    })
}

/// Returns the kind that a tag decides, or what was seen when none does.
fn find_root(text: &str, mut before: Preamble) -> Result<DocumentKind, Preamble> {
    for (root_at, token) in Tokenizer::new(text) {
        match token {
            Token::Close(name) if before.code.is_some_and(|code| name.eq_ignore_ascii_case(code)) => before.code = None,
            Token::Open(tag) if before.code.is_none() || before.reads_code => {
                if let Some(kind) = kind_of_root(&tag, root_at, &mut before) {
                    return Ok(kind);
                }
            }
            _ => {}
        }
    }
    Err(before)
}

/// Returns the kind of a document in which a tag stands that begins at a byte, `None` when the tag decides nothing.
fn kind_of_root(tag: &StartTag<'_>, root_at: usize, before: &mut Preamble) -> Option<DocumentKind> {
    // the root's prefix is whatever the document says
    let (_, name) = Namespaces::default().resolve(tag.name);
    let is_first = before.unknown_root.is_none() && !before.is_html;
    let feed = |format| Some(DocumentKind::XmlFeed { format, root_at });
    match name.as_str() {
        // a page may name its own elements like this
        "rss" if !before.is_html || tag.mentions("version") || tag.mentions("xmlns") => feed(Format::Rss),
        "channel" if !before.is_html => feed(Format::Rss),
        "rdf" if !before.is_html || RDF_FEEDS.iter().any(|part| tag.mentions(part)) => feed(Format::Rdf),
        "feed" if !before.is_html => feed(Format::Atom),
        "item" if is_first => feed(Format::Rss),
        "entry" if is_first => feed(Format::Atom),
        "urlset" if is_first => Some(DocumentKind::Sitemap),
        "sitemapindex" if is_first => Some(DocumentKind::SitemapIndex),
        "opml" if is_first => Some(DocumentKind::Opml),
        // also a root with a slip in its name
        _ if tag.mentions("w3.org/2005/Atom") || tag.mentions("purl.org/atom/ns") => feed(Format::Atom),
        name if is_first && HTML_TAGS.contains(&name) => {
            before.is_html = true;
            before.code = CODE_TAGS.into_iter().find(|code| *code == name && !tag.is_self_closing);
            None
        }
        name => {
            if is_first && !IGNORED_TAGS.contains(&name) {
                before.unknown_root = Some(name.chars().take(MAX_ROOT_CHARS).collect());
            }
            before.code = CODE_TAGS.into_iter().find(|code| *code == name && !tag.is_self_closing);
            None
        }
    }
}
