//! What `analyze` finds in a text. Spans are bytes of `Article::text`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Span;

/// Entities and quotes of one article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations {
    /// In order of first mention.
    pub entities: Vec<Entity>,
    /// In order of first span.
    pub quotes: Vec<Quote>,
    /// Name of the entity model that was used; `None` when the text's language has none.
    pub entity_model: Option<&'static str>,
    /// Name of the quote model or rule set that was used.
    pub quote_model: Option<&'static str>,
    /// Name of the user's lists that were used; `None` when there are none.
    pub lists: Option<String>,
}

/// One person or thing, with all its mentions.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// What it is.
    pub kind: EntityType,
    /// Its fullest name in the text.
    pub name: String,
    /// Titles and offices given with the name ("Ukrainian President").
    pub titles: Vec<String>,
    /// Where it is known: the id of a watch list, an alias table or a gazetteer (`watch:firms/acme`, `geonames:2921044`).
    pub link: Option<String>,
    /// The value of a date, time, amount or percentage in a normal form (`2026-11`, `EUR 1500000`).
    pub value: Option<String>,
    /// Share of the text's attention, 0..1.
    pub salience: f32,
    /// In order; never empty. Named mentions never overlap one another.
    pub mentions: Vec<Mention>,
    /// How likely a mention is right, 0..1: calibrated on development data for people, organisations and places; for what
    /// watch lists (0.95) and rules find, an estimate that was not measured.
    pub confidence: f32,
}

/// One place where an entity is named or meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Bytes in the text.
    pub span: Span,
    /// How it is meant.
    pub kind: MentionKind,
    /// What found it, when that is not the text's own reading.
    pub source: Option<Origin>,
}

/// What finds an entity besides the reading of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A watch list of the user.
    Watchlist,
}

/// How a mention means its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MentionKind {
    /// By a name or a part of it.
    Name,
    /// By "he", "she", "they".
    Pronoun,
}

/// OntoNotes' names, since users know them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EntityType {
    /// People.
    Person,
    /// Companies, agencies, institutions, parties, teams.
    Org,
    /// Countries, states, cities.
    Gpe,
    /// Other places: mountains, rivers, regions.
    Loc,
    /// Nationalities, religious and political groups.
    Norp,
    /// Buildings, airports, roads.
    Fac,
    /// Named wars, storms, matches.
    Event,
    /// Things that are made.
    Product,
    /// Books, films, songs.
    WorkOfArt,
    /// Named documents made into law.
    Law,
    /// Dates and periods.
    Date,
    /// Times shorter than a day.
    Time,
    /// Amounts with a currency.
    Money,
    /// Percentages.
    Percent,
    /// Measurements.
    Quantity,
}

impl EntityType {
    /// Whether it is a date or an amount, which has a value and no name.
    pub const fn is_value(self) -> bool {
        matches!(self, Self::Date | Self::Time | Self::Money | Self::Percent | Self::Quantity)
    }
}

/// One thing said, with who said it.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// How much of it stands in marks.
    pub kind: QuoteKind,
    /// The words said, without the outer marks; several spans since attribution often splits a quote.
    pub spans: Vec<Span>,
    /// The words that introduce it ("said", "according to").
    pub cue: Option<Span>,
    /// Who said it.
    pub speaker: Option<Speaker>,
    /// Whom it was said to ("reporters").
    pub addressee: Option<Span>,
    /// Where it was said ("in a statement").
    pub venue: Option<Span>,
    /// Whether the headline repeats words of it. The spans are of the text all the same.
    pub in_headline: bool,
    /// Calibrated, 0..1.
    pub confidence: f32,
}

/// How much of a quote stands in marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuoteKind {
    /// All of it.
    Direct,
    /// Some of it.
    Mixed,
    /// None of it.
    Indirect,
}

/// Who said a quote.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// Index into `Annotations::entities`, when the speaker is one of them.
    pub entity: Option<usize>,
    /// The fullest name known; the words of the text where there is no name.
    pub name: String,
    /// Where the text names the speaker; for a speaker carried over, the naming it was carried from.
    pub span: Option<Span>,
    /// How the speaker was found.
    pub method: SpeakerMethod,
    /// Calibrated, 0..1.
    pub confidence: f32,
}

/// How a speaker was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpeakerMethod {
    /// By name beside the cue.
    Explicit,
    /// By a pronoun that was resolved.
    Pronoun,
    /// By a noun phrase ("a spokeswoman").
    Nominal,
    /// From a neighbouring quote.
    Carried,
}
