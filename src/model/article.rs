//! A page and the article found in it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{Moment, Span};

/// A page as the network or a file gave it, decoded to text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Where it was found, after redirects; relative links are resolved against it.
    pub url: Url,
    /// The markup.
    pub html: String,
}

/// An article with its metadata, as `extract` found them.
///
/// `text` is the paragraphs joined with `\n`; no paragraph is empty or holds a `\n`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The address the publisher gives as the article's own.
    pub canonical_url: Option<Url>,
    /// The publication's name.
    pub site: Option<String>,
    /// The headline, without the site's name.
    pub title: Option<String>,
    /// The standfirst or summary.
    pub description: Option<String>,
    /// Names of persons or desks, without "By", roles and agencies.
    pub authors: Vec<String>,
    /// The section or rubric.
    pub section: Option<String>,
    /// Key words as the publisher gives them.
    pub tags: Vec<String>,
    /// The lead image.
    pub image: Option<Url>,
    /// Published; a story that is published anew has the day that its readers are shown.
    pub published: Option<Moment>,
    /// Last changed.
    pub modified: Option<Moment>,
    /// BCP 47 primary tag in lower case (`en`), declared or detected.
    pub language: Option<String>,
    /// How much of the article the page shows.
    pub access: Access,
    /// The body.
    pub text: String,
    /// What `text` consists of, in order and apart.
    pub paragraphs: Vec<Paragraph>,
    /// Captions of photographs and videos, which are not part of `text`.
    pub captions: Vec<Caption>,
    /// Which way led to the body.
    pub extractor: Extractor,
    /// What a consumer should know about this extraction.
    pub flags: Vec<Flag>,
}

/// One paragraph of an article's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Bytes in `Article::text`.
    pub span: Span,
    /// What it is.
    pub kind: ParagraphKind,
}

/// What a paragraph is in the article's structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParagraphKind {
    /// Running text.
    Paragraph,
    /// A heading within the body.
    Heading,
    /// An item of a list.
    ListItem,
    /// Quoted matter set apart: a block quote, an embedded post.
    BlockQuote,
}

/// A caption and whom the picture is credited to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Caption {
    /// The words below the picture, without the credit.
    pub text: String,
    /// Photographer or agency.
    pub credit: Option<String>,
}

/// How much of the article can be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// All of it.
    #[default]
    Full,
    /// An opening only.
    Teaser,
    /// Declared as closed to readers without a subscription.
    Paywalled,
}

/// Which way led to the body.
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

/// What a consumer should know about a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// A limit cut the page; the text may be incomplete.
    Truncated,
    /// A live blog: dated posts under one headline, in the order of the page.
    LiveBlog,
    /// The page's text stands under another address too.
    Syndicated,
}
