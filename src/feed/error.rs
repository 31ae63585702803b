//! Why bytes are not read as a feed.

/// The reason why bytes could not be read as a feed or as a list of feeds.
///
/// Each variant is one cause, and its message is a whole sentence part that can be shown to a person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// The body has no characters but white space.
    #[error("not a feed: the body is empty")]
    Empty,
    /// The body is an HTML page.
    #[error("not a feed: an HTML page")]
    HtmlPage,
    /// The body is a sitemap or an index of sitemaps.
    #[error("not a feed: a sitemap")]
    Sitemap,
    /// The body is an OPML list of feeds, which [`opml`](super::opml) reads.
    #[error("not a feed: an OPML list of feeds")]
    OpmlList,
    /// The body is XML of another vocabulary.
    #[error("not a feed: XML whose root is <{root}>")]
    OtherXml {
        /// The root element's name, at most 40 characters.
        root: String,
    },
    /// The body has markup, but no element of a feed.
    #[error("not a feed: markup without a feed in it")]
    OtherMarkup,
    /// The body has no markup.
    #[error("not a feed: plain text")]
    PlainText,
    /// The body is JSON without the members of a JSON Feed.
    #[error("not a feed: JSON, but no JSON Feed")]
    OtherJson,
    /// The body begins like JSON and is not valid JSON.
    #[error("not a feed: JSON that cannot be read: {detail}")]
    InvalidJson {
        /// The JSON parser's message, with line and column.
        detail: String,
    },
    /// The feed parser refused even the rewritten document without its entries.
    #[error("not a feed: {detail}")]
    Rejected {
        /// The feed parser's message.
        detail: String,
    },
    /// The document has no `<opml>` element.
    #[error("not a feed: no OPML list")]
    NoOpml,
}
