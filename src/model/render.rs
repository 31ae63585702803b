//! Records from values: byte spans become the consumer's offsets, each with the text it marks.

use url::Url;

use super::Span;
use super::annotation::{Annotations, Entity, Quote};
use super::article::{Article, Flag};
use super::offsets::{OffsetUnit, Offsets};
use super::record::{ARTICLE, ArticleRecord, EntityRecord, Excerpt, MentionRecord, QuoteRecord, SpeakerRecord};

/// The hex digits of an id: 96 bits, so that no two meet by chance.
const ID_DIGITS: usize = 24;
/// The hex digits of a text's hash: 128 bits.
const TEXT_HASH_DIGITS: usize = 32;

/// Returns the article's id: from its address alone, so that the same article has the same id everywhere.
pub fn article_id(url: &Url) -> String {
    content_id("a_", url.as_str())
}

/// Returns a prefix and the first 24 hex digits of the content's BLAKE3.
pub fn content_id(prefix: &str, content: &str) -> String {
    hex_hash(prefix, content, ID_DIGITS)
}

/// Returns `b3:` and 32 hex digits of the text's BLAKE3.
pub fn text_hash(text: &str) -> String {
    hex_hash("b3:", text, TEXT_HASH_DIGITS)
}

fn hex_hash(prefix: &str, content: &str, digits: usize) -> String {
    let hex = blake3::hash(content.as_bytes()).to_hex();
    prefix.chars().chain(hex.chars().take(digits)).collect()
}

impl ArticleRecord {
    /// Creates the record of an article found at `url`, with its annotations where there are any.
    ///
    /// `rev` is 1; `seq`, `input` and `provenance` are left to the caller. O(n) in the text and its annotations.
    pub fn new(url: Option<&Url>, article: &Article, found: Option<&Annotations>, unit: OffsetUnit) -> Self {
        let offsets = Offsets::new(&article.text, unit);
        let spans = SpanRenderer { text: &article.text, offsets: &offsets };
        let address = article.canonical_url.as_ref().or(url);
        Self {
            schema: ARTICLE.to_owned(),
            id: address.map_or_else(|| content_id("a_", &article.text), article_id),
            rev: 1,
            seq: None,
            input: None,
            url: url.cloned(),
            canonical_url: article.canonical_url.clone(),
            site: article.site.clone(),
            title: article.title.clone(),
            description: article.description.clone(),
            authors: article.authors.clone(),
            section: article.section.clone(),
            tags: article.tags.clone(),
            image: article.image.clone(),
            published: article.published,
            modified: article.modified,
            language: article.language.clone(),
            access: article.access,
            text: article.text.clone(),
            offsets: unit,
            paragraphs: article.paragraphs.iter().map(|p| offsets.pair(p.span)).collect(),
            text_hash: text_hash(&article.text),
            captions: article.captions.clone(),
            entities: found.map(|f| f.entities.iter().enumerate().map(|(i, e)| spans.entity(i, e)).collect()),
            quotes: found.map(|f| f.quotes.iter().enumerate().map(|(i, q)| spans.quote(i, q)).collect()),
            provenance: None,
            flags: flags(article, found),
            duplicate_of: None,
        }
    }
}

/// Returns the article's flags, and that its annotations were cut.
fn flags(article: &Article, found: Option<&Annotations>) -> Vec<Flag> {
    let is_cut = found.is_some_and(|found| found.truncated) && !article.flags.contains(&Flag::Truncated);
    article.flags.iter().copied().chain(is_cut.then_some(Flag::Truncated)).collect()
}

/// A renderer of one text's spans into parts of records.
struct SpanRenderer<'a> {
    text: &'a str,
    offsets: &'a Offsets,
}

impl SpanRenderer<'_> {
    fn entity(&self, index: usize, entity: &Entity) -> EntityRecord {
        let mention = |m: &super::annotation::Mention| {
            let [start, end] = self.offsets.pair(m.span);
            MentionRecord { start, end, text: m.span.of(self.text).to_owned(), kind: m.kind, source: m.source }
        };
        EntityRecord {
            id: entity_id(index),
            kind: entity.kind,
            name: entity.name.clone(),
            titles: entity.titles.clone(),
            link: entity.link.clone(),
            source: entity.mentions.iter().find_map(|m| m.source),
            value: entity.value.clone(),
            salience: rounded(entity.salience),
            mentions: entity.mentions.iter().map(mention).collect(),
            confidence: rounded(entity.confidence),
        }
    }

    fn quote(&self, index: usize, quote: &Quote) -> QuoteRecord {
        let parts: Vec<&str> = quote.spans.iter().map(|s| s.of(self.text)).collect();
        let speaker = quote.speaker.as_ref().map(|s| {
            let place = s.span.map(|span| self.offsets.pair(span));
            SpeakerRecord {
                entity: s.entity.map(entity_id),
                name: s.name.clone(),
                text: s.span.map(|span| span.of(self.text).to_owned()),
                start: place.map(|[start, _]| start),
                end: place.map(|[_, end]| end),
                method: s.method,
                confidence: rounded(s.confidence),
            }
        });
        QuoteRecord {
            id: format!("q{index}"),
            kind: quote.kind,
            text: parts.join(" "),
            spans: quote.spans.iter().map(|s| self.offsets.pair(*s)).collect(),
            cue: quote.cue.map(|s| self.excerpt(s)),
            speaker,
            addressee: quote.addressee.map(|s| self.excerpt(s)),
            venue: quote.venue.map(|s| self.excerpt(s)),
            in_headline: quote.in_headline,
            confidence: rounded(quote.confidence),
        }
    }

    fn excerpt(&self, span: Span) -> Excerpt {
        let [start, end] = self.offsets.pair(span);
        Excerpt { text: span.of(self.text).to_owned(), start, end }
    }
}

fn entity_id(index: usize) -> String {
    format!("e{index}")
}

/// Rounds a probability to two digits: as precise as calibration is, and the same on every machine.
fn rounded(share: f32) -> f64 {
    (f64::from(share.clamp(0.0, 1.0)) * 100.0).round() / 100.0
}
