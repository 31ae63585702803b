//! Pages, and the articles that `extract` finds in them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{Moment, Span};

/// A page, decoded to text.
///
/// ```
/// use pressline::extract::decode_html;
/// use pressline::model::Page;
///
/// let bytes = b"<meta charset=windows-1252><p>caf\xE9</p>";
/// let page = Page { url: "https://post.example/menu.html".parse()?, html: decode_html(bytes, None) };
/// assert!(page.html.contains("café"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The page's address after redirects. Relative links are resolved against it.
    pub url: Url,
    /// The HTML.
    pub html: String,
}

/// An article with its metadata.
///
/// `text` is the paragraphs joined with `\n`; no paragraph is empty or holds a `\n`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The article's canonical address, as the publisher gives it.
    pub canonical_url: Option<Url>,
    /// The publication's name.
    pub site: Option<String>,
    /// The headline, without the site's name.
    pub title: Option<String>,
    /// The standfirst or summary.
    pub description: Option<String>,
    /// The names of persons or newsrooms, without "By", roles and agencies.
    pub authors: Vec<String>,
    /// The section.
    pub section: Option<String>,
    /// The keywords, as the publisher gives them.
    pub tags: Vec<String>,
    /// The lead image.
    pub image: Option<Url>,
    /// The time of publication; for a republished story, the day shown to readers.
    pub published: Option<Moment>,
    /// The time of the last change.
    pub modified: Option<Moment>,
    /// The language as a BCP 47 primary tag in lower case (`en`), declared or detected.
    pub language: Option<String>,
    /// How much of the article the page shows.
    pub access: Access,
    /// The body.
    pub text: String,
    /// The paragraphs of `text`, in order and without overlap.
    pub paragraphs: Vec<Paragraph>,
    /// The captions of photographs and videos, which are not part of `text`.
    pub captions: Vec<Caption>,
    /// The method that found the body.
    pub extractor: Extractor,
    /// Notes for the consumer.
    pub flags: Vec<Flag>,
}

/// One paragraph of an article's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// The paragraph's bytes in `Article::text`.
    pub span: Span,
    /// The paragraph's kind.
    pub kind: ParagraphKind,
}

/// The kind of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParagraphKind {
    /// Running text.
    Paragraph,
    /// A heading within the body.
    Heading,
    /// An item of a list.
    ListItem,
    /// A block quote or an embedded post.
    BlockQuote,
}

/// A caption and the picture's credit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Caption {
    /// The caption's text, without the credit.
    pub text: String,
    /// The photographer or agency.
    pub credit: Option<String>,
}

/// How much of the article the page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// The whole article.
    #[default]
    Full,
    /// Only the opening.
    Teaser,
    /// A part, and the publisher declares that the rest needs a subscription.
    Paywalled,
}

/// The method that found the body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Extractor {
    /// Rules or a model over the page's blocks.
    #[default]
    Heuristic,
    /// The `articleBody` of JSON-LD.
    Jsonld,
    /// The feed's own full content.
    Feed,
}

/// A note for the consumer of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// A limit cut the page or the record; text, entities or quotes may be incomplete.
    Truncated,
    /// A live blog: dated posts under one headline, in the order of the page.
    LiveBlog,
    /// The page's text stands under another address too.
    Syndicated,
}
