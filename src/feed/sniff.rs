//! What a document is, by its first tags.

use super::error::ParseError;
use super::xml::namespaces::Namespaces;
use super::xml::tokenizer::{Token, Tokenizer};
use crate::model::feed::Format;

/// The kind of a document that may be a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DocumentKind {
    /// A feed in XML.
    XmlFeed(Format),
    /// JSON of any kind.
    Json,
}

/// Tags of an error message that a server puts before the feed; they decide nothing.
const IGNORED_TAGS: [&str; 14] =
    ["br", "b", "p", "i", "font", "div", "span", "pre", "strong", "em", "a", "hr", "code", "small"];
/// Tags that only an HTML page begins with.
const HTML_TAGS: [&str; 9] = ["html", "head", "body", "meta", "title", "script", "style", "noscript", "base"];
/// The characters of an unknown root's name that are kept (chosen).
const MAX_ROOT_CHARS: usize = 40;

/// Returns the kind of a document, by the first tag that decides it. O(n).
///
/// # Errors
/// One of the causes in [`ParseError`] when it is known not to be a feed.
pub(super) fn sniff(text: &str) -> Result<DocumentKind, ParseError> {
    let start = text.trim_start();
    if start.is_empty() {
        return Err(ParseError::Empty);
    }
    if start.starts_with(['{', '[']) {
        return Ok(DocumentKind::Json);
    }
    let namespaces = Namespaces::default();
    let mut unknown_root: Option<String> = None;
    for (_, token) in Tokenizer::new(text) {
        let Token::Open(tag) = token else { continue };
        // the root's prefix is whatever the document says
        let (_, name) = namespaces.resolve(tag.name);
        let is_root = unknown_root.is_none();
        let format = match name.as_str() {
            "rss" | "channel" => Format::Rss,
            "rdf" => Format::Rdf,
            "feed" => Format::Atom,
            "item" if is_root => Format::Rss,
            "entry" if is_root => Format::Atom,
            "urlset" | "sitemapindex" if is_root => return Err(ParseError::Sitemap),
            "opml" if is_root => return Err(ParseError::OpmlList),
            name if is_root && HTML_TAGS.contains(&name) => return Err(ParseError::HtmlPage),
            // a root with a slip in its name
            _ if tag.mentions("w3.org/2005/Atom") => Format::Atom,
            name => {
                if is_root && !IGNORED_TAGS.contains(&name) {
                    unknown_root = Some(name.chars().take(MAX_ROOT_CHARS).collect());
                }
                continue;
            }
        };
        return Ok(DocumentKind::XmlFeed(format));
    }
    Err(match unknown_root {
        Some(root) => ParseError::OtherXml { root },
        None if text.contains('<') => ParseError::OtherMarkup,
        None => ParseError::PlainText,
    })
}
