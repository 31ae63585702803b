//! Records: the shapes of every line that is emitted. Offsets in them count the consumer's unit.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use super::Moment;
use super::annotation::{EntityType, MentionKind, Origin, QuoteKind, SpeakerMethod};
use super::article::{Access, Caption, Extractor, Flag};
use super::offsets::OffsetUnit;
pub use super::trouble::{ERROR, ErrorRecord, FEED, FeedEvent, FeedRecord};

/// The `schema` of [`ArticleRecord`].
pub const ARTICLE: &str = "pressline.article/1";
/// The `schema` of [`EntityLine`].
pub const ENTITY: &str = "pressline.entity/1";
/// The `schema` of [`QuoteLine`].
pub const QUOTE: &str = "pressline.quote/1";

/// One revision of one article, with its entities and quotes.
///
/// A flat record has the same shape without `entities` and `quotes`; those are lines of their own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleRecord {
    /// `pressline.article/1`.
    pub schema: String,
    /// `a_` and 24 hex digits of the canonical URL's BLAKE3.
    pub id: String,
    /// The number of this revision of the article, from 1.
    pub rev: u32,
    /// The sequence number, gapless within its output, from 1. Absent from local commands' lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// The input of a local command: a path, a URL or the id of a JSON line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// The page's address.
    pub url: Option<Url>,
    /// The article's canonical address, as the publisher gives it.
    pub canonical_url: Option<Url>,
    /// The publication's name.
    pub site: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The standfirst or summary.
    pub description: Option<String>,
    /// The authors' names, without "By", roles and agencies.
    pub authors: Vec<String>,
    /// The section.
    pub section: Option<String>,
    /// The keywords, as the publisher gives them.
    pub tags: Vec<String>,
    /// The lead image.
    pub image: Option<Url>,
    /// The time of publication, RFC 3339 in the publisher's zone; for a republished story, the day shown to readers.
    pub published: Option<Moment>,
    /// The time of the last change, RFC 3339.
    pub modified: Option<Moment>,
    /// The language, as a BCP 47 primary tag.
    pub language: Option<String>,
    /// How much of the article the page shows.
    pub access: Access,
    /// The body: paragraphs joined with `\n`.
    pub text: String,
    /// The unit of the offsets; absent when they are code points.
    #[serde(default, skip_serializing_if = "is_codepoint")]
    pub offsets: OffsetUnit,
    /// `[start, end]` of each paragraph in `text`.
    pub paragraphs: Vec<[usize; 2]>,
    /// `b3:` and 32 hex digits of the text's BLAKE3.
    pub text_hash: String,
    /// The captions of pictures, which are not part of `text`.
    pub captions: Vec<Caption>,
    /// The entities, each with all its mentions. Absent from flat records and from `extract`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entities: Option<Vec<EntityRecord>>,
    /// The quotes. Absent from flat records and from `extract`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quotes: Option<Vec<QuoteRecord>>,
    /// The origin of the record. Absent from local commands' lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
    /// Notes for the consumer.
    pub flags: Vec<Flag>,
    /// The id of the article, seen earlier at another address, whose text is the same or nearly so; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<String>,
}

fn is_codepoint(unit: &OffsetUnit) -> bool {
    *unit == OffsetUnit::Codepoint
}

/// One entity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EntityRecord {
    /// `e0`, `e1` … within the article.
    pub id: String,
    /// The entity's type.
    #[serde(rename = "type")]
    pub kind: EntityType,
    /// The fullest name in the text.
    pub name: String,
    /// The titles and offices given with the name.
    pub titles: Vec<String>,
    /// An identifier outside the article, such as `geonames:2921044`.
    pub link: Option<String>,
    /// `watchlist` when a watch list of the user names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Origin>,
    /// The normal form of a date, time, amount or percentage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The share of the text that is about the entity, 0..1.
    pub salience: f64,
    /// The mentions, in order of position.
    pub mentions: Vec<MentionRecord>,
    /// The probability that a mention is right, 0..1. It is calibrated on development data for people, organisations and
    /// places, and an unmeasured estimate for watch lists (0.95) and rules.
    pub confidence: f64,
}

/// One mention of an entity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MentionRecord {
    /// The first position.
    pub start: usize,
    /// The position after the last.
    pub end: usize,
    /// `text[start:end]`.
    pub text: String,
    /// Whether a name or a pronoun mentions it.
    pub kind: MentionKind,
    /// `watchlist` when a watch list of the user named it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Origin>,
}

/// One quote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuoteRecord {
    /// `q0`, `q1` … within the article.
    pub id: String,
    /// How much of it is within quotation marks.
    pub kind: QuoteKind,
    /// The words quoted, without the outer marks; several spans are joined with a space.
    pub text: String,
    /// The `[start, end]` of each span.
    pub spans: Vec<[usize; 2]>,
    /// The cue, such as "said".
    pub cue: Option<Excerpt>,
    /// The speaker.
    pub speaker: Option<SpeakerRecord>,
    /// The person or group addressed.
    pub addressee: Option<Excerpt>,
    /// The place or occasion.
    pub venue: Option<Excerpt>,
    /// Whether the headline repeats a part of it.
    pub in_headline: bool,
    /// The calibrated probability that it is right, 0..1.
    pub confidence: f64,
}

/// A part of the text with its offsets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Excerpt {
    /// `text[start:end]`.
    pub text: String,
    /// The first position.
    pub start: usize,
    /// The position after the last.
    pub end: usize,
}

/// The speaker of a quote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SpeakerRecord {
    /// The id of the entity, when the speaker is one of the article's.
    pub entity: Option<String>,
    /// The speaker's fullest name.
    pub name: String,
    /// The mention that names the speaker; for a speaker carried over, the mention at the neighbouring quote.
    pub text: Option<String>,
    /// The mention's first position.
    pub start: Option<usize>,
    /// The position after the mention's last.
    pub end: Option<usize>,
    /// How the speaker was found.
    pub method: SpeakerMethod,
    /// The calibrated probability that it is right, 0..1.
    pub confidence: f64,
}

/// The origin of a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    /// The feed's name in the configuration.
    pub feed: String,
    /// The feed's group in the configuration; absent where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The entry's id in the feed.
    pub feed_entry_id: Option<String>,
    /// The time at which the entry was first seen, RFC 3339.
    pub first_seen: Moment,
    /// The time at which the page was fetched, RFC 3339.
    pub fetched: Moment,
    /// The page's HTTP status; `null` when the feed's own content was used.
    pub http_status: Option<u16>,
    /// The address after redirects.
    pub final_url: Option<Url>,
    /// Whether the body comes from the page or the feed.
    pub source: Source,
    /// The method that found the body.
    pub extractor: Extractor,
    /// The version of the program.
    pub pressline: String,
    /// The models used; `null` where the text's language has none.
    pub models: ModelNames,
    /// `b3:` and 16 hex digits of the effective configuration's BLAKE3.
    pub config: String,
}

/// The source of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The article's page.
    Page,
    /// The entry's own content in the feed.
    Feed,
}

/// The names of the models that annotated a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ModelNames {
    /// The entity model.
    pub entities: Option<String>,
    /// The quote model.
    pub quotes: Option<String>,
    /// `b3:` and 16 hex digits of the BLAKE3 of the user's watch lists and alias tables; absent when there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lists: Option<String>,
}

/// The article's fields that flat records repeat, so that a line needs no join.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleRef {
    /// The article's id.
    pub article: String,
    /// The article's revision.
    pub rev: u32,
    /// The article's address.
    pub url: Option<Url>,
    /// The article's headline.
    pub title: Option<String>,
    /// The publication's name.
    pub site: Option<String>,
    /// The time of publication.
    pub published: Option<Moment>,
    /// The feed's group in the configuration; absent where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

/// One entity as a flat record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EntityLine {
    /// `pressline.entity/1`.
    pub schema: String,
    /// The sequence number, gapless within its output.
    pub seq: Option<u64>,
    /// The article's repeated fields.
    #[serde(flatten)]
    pub article_ref: ArticleRef,
    /// The entity.
    #[serde(flatten)]
    pub entity: EntityRecord,
}

/// One quote as a flat record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuoteLine {
    /// `pressline.quote/1`.
    pub schema: String,
    /// The sequence number, gapless within its output.
    pub seq: Option<u64>,
    /// The article's repeated fields.
    #[serde(flatten)]
    pub article_ref: ArticleRef,
    /// The quote.
    #[serde(flatten)]
    pub quote: QuoteRecord,
}

/// A stage of the pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Fetching over the network.
    Fetch,
    /// Parsing a feed.
    Feed,
    /// Extracting the article of a page.
    Extract,
    /// Annotating entities and quotes.
    Analyze,
    /// Writing records.
    Emit,
}

impl Stage {
    /// Returns the name that records and metrics use.
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

/// Whether another attempt follows an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErrorClass {
    /// Another attempt follows.
    Retryable,
    /// No other attempt follows.
    Permanent,
}
