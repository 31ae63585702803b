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
    for (_, token) in Tokens::new(text) {
        let Token::Open(tag) = token else { continue };
        // the root's prefix is whatever the document says
        let (_, name) = spaces.resolve(tag.name);
        match name.as_str() {
            "rss" | "channel" | "item" => return Kind::Feed(Format::Rss),
            "rdf" => return Kind::Feed(Format::Rdf),
            "feed" | "entry" => return Kind::Feed(Format::Atom),
            "urlset" | "sitemapindex" => return other("a sitemap"),
            "opml" => return other("an OPML list of feeds"),
            name if PAGE.contains(&name) => return other("an HTML page"),
            name if JUNK.contains(&name) => {}
            name => return Kind::Other(format!("XML whose root is <{}>", name.chars().take(40).collect::<String>())),
        }
    }
    if text.contains('<') { other("markup without a feed in it") } else { other("plain text") }
}
