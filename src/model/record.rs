//! What is emitted: the shapes of every line, and the only place that turns bytes into code points.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use super::Moment;
use super::annotation::{EntityType, MentionKind, Origin, QuoteKind, SpeakerMethod};
use super::article::{Access, Caption, Extractor, Flag};
use super::offsets::OffsetUnit;

/// `schema` of [`ArticleRecord`].
pub const ARTICLE: &str = "pressline.article/1";
/// `schema` of [`EntityLine`].
pub const ENTITY: &str = "pressline.entity/1";
/// `schema` of [`QuoteLine`].
pub const QUOTE: &str = "pressline.quote/1";
/// `schema` of [`ErrorRecord`].
pub const ERROR: &str = "pressline.error/1";
/// `schema` of [`FeedRecord`].
pub const FEED: &str = "pressline.feed/1";

/// One revision of one article, with its entities and quotes.
///
/// In the flat view the same shape without `entities` and `quotes`; those are lines of their own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleRecord {
    /// `pressline.article/1`.
    pub schema: String,
    /// `a_` and 24 hex digits of the canonical URL's BLAKE3.
    pub id: String,
    /// Counts the revisions seen of this article, from 1.
    pub rev: u32,
    /// Gapless within its output, from 1. Absent from local commands' lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// What a local command read: a path, a URL or the id of a JSON line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// The page's address, as it was found.
    pub url: Option<Url>,
    /// The address the publisher gives as the article's own.
    pub canonical_url: Option<Url>,
    /// The publication's name.
    pub site: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The standfirst or summary.
    pub description: Option<String>,
    /// Names, cleaned of "By", roles and agencies.
    pub authors: Vec<String>,
    /// The section or rubric.
    pub section: Option<String>,
    /// Key words as the publisher gives them.
    pub tags: Vec<String>,
    /// The lead image.
    pub image: Option<Url>,
    /// Published, RFC 3339 in the publisher's zone; a story published anew has the day that its readers are shown.
    pub published: Option<Moment>,
    /// Last changed, RFC 3339.
    pub modified: Option<Moment>,
    /// BCP 47 primary tag.
    pub language: Option<String>,
    /// How much of the article the page showed.
    pub access: Access,
    /// The body: paragraphs joined with `\n`.
    pub text: String,
    /// What the offsets count; absent when they are code points.
    #[serde(default, skip_serializing_if = "is_codepoint")]
    pub offsets: OffsetUnit,
    /// `[start, end]` of each paragraph in `text`.
    pub paragraphs: Vec<[usize; 2]>,
    /// `b3:` and 32 hex digits of the text's BLAKE3.
    pub text_hash: String,
    /// Captions of pictures, which are not part of `text`.
    pub captions: Vec<Caption>,
    /// Persons and things, each with all its mentions. Absent from the flat view and from `extract`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entities: Option<Vec<EntityRecord>>,
    /// Who said what. Absent from the flat view and from `extract`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quotes: Option<Vec<QuoteRecord>>,
    /// Where the record comes from. Absent from local commands' lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
    /// What a consumer should know.
    pub flags: Vec<Flag>,
}

fn is_codepoint(unit: &OffsetUnit) -> bool {
    *unit == OffsetUnit::Codepoint
}

/// One person or thing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EntityRecord {
    /// `e0`, `e1` … within the article.
    pub id: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: EntityType,
    /// Its fullest name in the text.
    pub name: String,
    /// Titles and offices given with the name.
    pub titles: Vec<String>,
    /// Where it is known, such as `geonames:2921044`.
    pub link: Option<String>,
    /// `watchlist` when a watch list of the user names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Origin>,
    /// Normal form of a date, time, amount or percentage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Share of the text's attention, 0..1.
    pub salience: f64,
    /// In order of position.
    pub mentions: Vec<MentionRecord>,
    /// How likely a mention is right, 0..1: calibrated on development data for people, organisations and places; for what
    /// watch lists (0.95) and rules find, an estimate that was not measured.
    pub confidence: f64,
}

/// One place where an entity is named or meant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MentionRecord {
    /// First position.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// `text[start:end]`.
    pub text: String,
    /// By name or by pronoun.
    pub kind: MentionKind,
    /// `watchlist` when a watch list of the user named it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Origin>,
}

/// One thing said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuoteRecord {
    /// `q0`, `q1` … within the article.
    pub id: String,
    /// How much of it stands in marks.
    pub kind: QuoteKind,
    /// The words said, without the outer marks; several spans are joined with a space.
    pub text: String,
    /// `[start, end]` of each piece.
    pub spans: Vec<[usize; 2]>,
    /// The words that introduce it.
    pub cue: Option<Excerpt>,
    /// Who said it.
    pub speaker: Option<SpeakerRecord>,
    /// Whom it was said to.
    pub addressee: Option<Excerpt>,
    /// Where it was said.
    pub venue: Option<Excerpt>,
    /// Whether the headline repeats words of it.
    pub in_headline: bool,
    /// Calibrated, 0..1.
    pub confidence: f64,
}

/// Words of the text with their place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Excerpt {
    /// `text[start:end]`.
    pub text: String,
    /// First position.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// Who said a quote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SpeakerRecord {
    /// Id of the entity, when the speaker is one of the article's.
    pub entity: Option<String>,
    /// The fullest name known.
    pub name: String,
    /// The words that name the speaker; for one carried over, where the neighbouring quote names them.
    pub text: Option<String>,
    /// Where those words start.
    pub start: Option<usize>,
    /// Where they end.
    pub end: Option<usize>,
    /// How the speaker was found.
    pub method: SpeakerMethod,
    /// Calibrated, 0..1.
    pub confidence: f64,
}

/// Where a record comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    /// The feed's name in the configuration.
    pub feed: String,
    /// The entry's id in the feed.
    pub feed_entry_id: Option<String>,
    /// When the entry was first seen, RFC 3339.
    pub first_seen: Moment,
    /// When the page was fetched, RFC 3339.
    pub fetched: Moment,
    /// The page's HTTP status; `null` when the feed's own content was used.
    pub http_status: Option<u16>,
    /// The address after redirects.
    pub final_url: Option<Url>,
    /// Whether the body comes from the page or the feed.
    pub source: Source,
    /// Which way led to the body.
    pub extractor: Extractor,
    /// Version of the program.
    pub pressline: String,
    /// Models used; `null` where the text's language has none.
    pub models: ModelNames,
    /// `b3:` and 16 hex digits of the effective configuration's BLAKE3.
    pub config: String,
}

/// Where a body comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The article's page.
    Page,
    /// The entry's own content in the feed.
    Feed,
}

/// Names of the models that annotated a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ModelNames {
    /// Entities.
    pub entities: Option<String>,
    /// Quotes.
    pub quotes: Option<String>,
    /// `b3:` and 16 hex digits of the BLAKE3 of the user's watch lists and alias tables; absent when there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lists: Option<String>,
}

/// What the flat view repeats of the article, so that a line needs no join.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleRef {
    /// Id of the article.
    pub article: String,
    /// Its revision.
    pub rev: u32,
    /// Its address.
    pub url: Option<Url>,
    /// Its headline.
    pub title: Option<String>,
    /// Its publication.
    pub site: Option<String>,
    /// When it was published.
    pub published: Option<Moment>,
}

/// One entity of the flat view.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EntityLine {
    /// `pressline.entity/1`.
    pub schema: String,
    /// Gapless within its output.
    pub seq: Option<u64>,
    /// Its article.
    #[serde(flatten)]
    pub of: ArticleRef,
    /// The entity.
    #[serde(flatten)]
    pub entity: EntityRecord,
}

/// One quote of the flat view.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuoteLine {
    /// `pressline.quote/1`.
    pub schema: String,
    /// Gapless within its output.
    pub seq: Option<u64>,
    /// Its article.
    #[serde(flatten)]
    pub of: ArticleRef,
    /// The quote.
    #[serde(flatten)]
    pub quote: QuoteRecord,
}

/// Something that could not be done. Nothing is dropped without one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ErrorRecord {
    /// `pressline.error/1`.
    pub schema: String,
    /// `x_` and 24 hex digits of stage, code, URL and attempts.
    pub id: String,
    /// Gapless within its output.
    pub seq: Option<u64>,
    /// Where it went wrong.
    pub stage: Stage,
    /// Whether it will be tried again.
    pub class: ErrorClass,
    /// One of a bounded set of causes (`http_status`, `no_article`, `too_large` …).
    pub code: String,
    /// What was asked for.
    pub url: Option<Url>,
    /// The feed it belongs to.
    pub feed: Option<String>,
    /// How often it was tried.
    pub attempts: u32,
    /// When it first went wrong, RFC 3339.
    pub first_seen: Moment,
    /// When it last went wrong, RFC 3339.
    pub last_seen: Moment,
    /// The cause in words: what, where and what to do.
    pub detail: String,
}

/// A part of the data's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Over the network.
    Fetch,
    /// Reading a feed.
    Feed,
    /// Finding the article in a page.
    Extract,
    /// Finding entities and quotes.
    Analyze,
    /// Writing records.
    Emit,
}

impl Stage {
    /// The name used in records and metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fetch => "fetch",
            Self::Feed => "feed",
            Self::Extract => "extract",
            Self::Analyze => "analyze",
            Self::Emit => "emit",
        }
    }
}

/// Whether an error will be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErrorClass {
    /// It will be tried again.
    Retryable,
    /// It will not.
    Permanent,
}

/// News of a feed's health.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FeedRecord {
    /// `pressline.feed/1`.
    pub schema: String,
    /// `f_` and 24 hex digits of the feed's URL.
    pub id: String,
    /// Gapless within its output.
    pub seq: Option<u64>,
    /// The feed's name in the configuration.
    pub feed: String,
    /// The feed's address.
    pub url: Url,
    /// What happened.
    pub event: FeedEvent,
    /// More of it, in words.
    pub detail: String,
    /// When, RFC 3339.
    pub seen: Moment,
}

/// What can happen to a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FeedEvent {
    /// It answers from another address for good.
    Moved,
    /// It answers 410.
    Gone,
    /// Even its oldest entry is new: some may have been missed.
    GapSuspected,
    /// It parses, holds items, and yields none.
    Silent,
    /// It says "not modified" though it was.
    ValidatorsLie,
    /// It could be read only after repairs.
    Recovered,
}
