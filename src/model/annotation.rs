//! Annotations: the entities and quotes of a text. Spans are bytes of `Article::text`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Span;

/// The entities and quotes of one article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations {
    /// The entities, in order of first mention.
    pub entities: Vec<Entity>,
    /// The quotes, in order of first span.
    pub quotes: Vec<Quote>,
    /// The name of the entity model; `None` when the text's language has none.
    pub entity_model: Option<&'static str>,
    /// The name of the quote model or rule set.
    pub quote_model: Option<&'static str>,
    /// The name of the user's lists; `None` when there are none.
    pub lists: Option<String>,
    /// Whether there were more entities, mentions or quotes than a record may have.
    pub truncated: bool,
}

/// One entity, with all its mentions.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// The entity's type.
    pub kind: EntityType,
    /// The fullest name in the text.
    pub name: String,
    /// The titles and offices given with the name ("Ukrainian President").
    pub titles: Vec<String>,
    /// An identifier outside the article: of a watch list, an alias table or a gazetteer (`watch:firms/acme`, `geonames:2921044`).
    pub link: Option<String>,
    /// The normal form of a date, time, amount or percentage (`2026-11`, `EUR 1500000`).
    pub value: Option<String>,
    /// The share of the text that is about the entity, 0..1.
    pub salience: f32,
    /// The mentions in order; never empty. Named mentions never overlap one another.
    pub mentions: Vec<Mention>,
    /// The probability that a mention is right, 0..1. It is calibrated on development data for people, organisations and
    /// places, and an unmeasured estimate for watch lists (0.95) and rules.
    pub confidence: f32,
}

#[cfg(test)]
impl Entity {
    /// Returns a person with named mentions at these places.
    pub(crate) fn person(places: impl Iterator<Item = Span>) -> Self {
        let mention = |span| Mention { span, kind: MentionKind::Name, source: None };
        Self {
            kind: EntityType::Person,
            name: "Ada".to_owned(),
            titles: Vec::new(),
            link: None,
            value: None,
            salience: 0.0,
            mentions: places.map(mention).collect(),
            confidence: 1.0,
        }
    }
}

/// One mention of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The mention's bytes in the text.
    pub span: Span,
    /// The kind of mention.
    pub kind: MentionKind,
    /// The user's list that found it; `None` for a mention that analysis found.
    pub source: Option<Origin>,
}

/// A source of entities besides the analysis of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A watch list of the user.
    Watchlist,
}

/// The kind of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MentionKind {
    /// A name or a part of one.
    Name,
    /// A pronoun: "he", "she", "they".
    Pronoun,
}

/// The type of an entity, by OntoNotes' names.
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
    /// Returns whether this is a date or an amount, which has a value and no name.
    pub const fn is_value(self) -> bool {
        matches!(self, Self::Date | Self::Time | Self::Money | Self::Percent | Self::Quantity)
    }
}

/// One quote, with its speaker.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// How much of it is within quotation marks.
    pub kind: QuoteKind,
    /// The words quoted, without the outer marks. There are several spans where the attribution splits a quote.
    pub spans: Vec<Span>,
    /// The cue ("said", "according to").
    pub cue: Option<Span>,
    /// The speaker.
    pub speaker: Option<Speaker>,
    /// The person or group addressed ("reporters").
    pub addressee: Option<Span>,
    /// The place or occasion ("in a statement").
    pub venue: Option<Span>,
    /// Whether the headline repeats a part of it. The spans are always of the text.
    pub in_headline: bool,
    /// The calibrated probability that it is right, 0..1.
    pub confidence: f32,
}

/// How much of a quote is within quotation marks.
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

/// The speaker of a quote.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// The index into `Annotations::entities`, when the speaker is one of them.
    pub entity: Option<usize>,
    /// The speaker's fullest name; the text's noun phrase where there is no name.
    pub name: String,
    /// The mention that names the speaker; for a speaker carried over, the mention at the neighbouring quote.
    pub span: Option<Span>,
    /// The method that found the speaker.
    pub method: SpeakerMethod,
    /// The calibrated probability that it is right, 0..1.
    pub confidence: f32,
}

/// The method that found a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpeakerMethod {
    /// A name beside the cue.
    Explicit,
    /// A pronoun that was resolved.
    Pronoun,
    /// A noun phrase ("a spokeswoman").
    Nominal,
    /// The speaker of a neighbouring quote.
    Carried,
}
