//! What a document is, by its first tags.

use crate::model::feed::Format;

use super::names::Spaces;
use super::tokens::{Token, Tokens};

/// What the first telling tag says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A feed, in XML.
    Feed(Format),
    /// JSON of some kind.
    Json,
    /// Something else, in words.
    Other(String),
}

/// Tags of an error message that a server put before the feed; they tell nothing.
const JUNK: [&str; 14] =
    ["br", "b", "p", "i", "font", "div", "span", "pre", "strong", "em", "a", "hr", "code", "small"];
/// Tags that only a page begins with.
const PAGE: [&str; 9] = ["html", "head", "body", "meta", "title", "script", "style", "noscript", "base"];

/// Looks as far as the first tag that tells. O(n).
pub(super) fn of(text: &str) -> Kind {
    let other = |what: &str| Kind::Other(what.to_owned());
    let start = text.trim_start();
    if start.is_empty() {
        return other("the body is empty");
    }
    if start.starts_with(['{', '[']) {
        return Kind::Json;
    }
    let spaces = Spaces::default();
    let mut unknown: Option<String> = None;
    for (_, token) in Tokens::new(text) {
        let Token::Open(tag) = token else { continue };
        // the root's prefix is whatever the document says
        let (_, name) = spaces.resolve(tag.name);
        let first = unknown.is_none();
        match name.as_str() {
            "rss" | "channel" => return Kind::Feed(Format::Rss),
            "rdf" => return Kind::Feed(Format::Rdf),
            "feed" => return Kind::Feed(Format::Atom),
            "item" if first => return Kind::Feed(Format::Rss),
            "entry" if first => return Kind::Feed(Format::Atom),
            "urlset" | "sitemapindex" if first => return other("a sitemap"),
            "opml" if first => return other("an OPML list of feeds"),
            name if first && PAGE.contains(&name) => return other("an HTML page"),
            // a root with a slip in its name
            _ if tag.mentions("w3.org/2005/Atom") => return Kind::Feed(Format::Atom),
            name if first && !JUNK.contains(&name) => unknown = Some(name.chars().take(40).collect()),
            _ => {}
        }
    }
    if let Some(name) = unknown {
        return Kind::Other(format!("XML whose root is <{name}>"));
    }
    if text.contains('<') { other("markup without a feed in it") } else { other("plain text") }
}
