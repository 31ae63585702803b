//! Salience and confidence of entities.

use std::collections::HashMap;

use super::mention::DetectedMention;
use crate::analyze::document::Document;
use crate::analyze::lexicon::name_key::loose_key;
use crate::model::annotation::{Entity, EntityType};
use crate::model::{Article, Span};

/// A calibration curve: points of (tagger's confidence, share of right answers).
type Curve = &'static [(f32, f32)];

/// The share of right mentions at each confidence of the tagger, measured on all development sets together.
///
/// `xtask eval entities` prints how well it holds on each.
const PERSON_CURVE: Curve =
    &[(0.0, 0.05), (0.5, 0.377), (0.8, 0.752), (0.93, 0.914), (0.98, 0.96), (0.996, 0.977), (1.0, 0.977)];
const ORG_CURVE: Curve =
    &[(0.0, 0.1), (0.5, 0.428), (0.8, 0.793), (0.93, 0.823), (0.98, 0.916), (0.996, 0.916), (1.0, 0.965)];
const PLACE_CURVE: Curve =
    &[(0.0, 0.05), (0.5, 0.482), (0.8, 0.709), (0.93, 0.822), (0.98, 0.902), (0.996, 0.938), (1.0, 0.948)];

/// The curve of other kinds of names. They were measured on few cases, of which half are right.
const OTHER_CURVE: Curve = &[(0.0, 0.2), (1.0, 0.6)];

/// The confidence of mentions of a watch list (estimated): a namesake may be meant.
pub(super) const LISTED_CONFIDENCE: f32 = 0.95;

/// Returns the type with the most confidence among the mentions of an entity.
pub(super) fn voted_type<'a>(mentions: impl Iterator<Item = &'a DetectedMention>) -> EntityType {
    let mut votes: Vec<(EntityType, f32)> = Vec::new();
    for mention in mentions {
        match votes.iter_mut().find(|vote| vote.0 == mention.kind) {
            Some(vote) => vote.1 += mention.confidence,
            None => votes.push((mention.kind, mention.confidence)),
        }
    }
    votes
        .into_iter()
        .reduce(|best, vote| if vote.1 > best.1 { vote } else { best })
        .map_or(EntityType::Org, |vote| vote.0)
}

/// Returns the probability that a mention of an entity is right.
///
/// It is the mean confidence of the mentions, calibrated for the type; for groups, dates and amounts, which rules find,
/// an estimate.
pub(super) fn confidence<'a>(kind: EntityType, mentions: impl Iterator<Item = &'a DetectedMention>) -> f32 {
    let (sum, count) = mentions.fold((0.0, 0.0_f32), |(sum, count), mention| (sum + mention.confidence, count + 1.0));
    let mean = sum / count.max(1.0);
    let curve = match kind {
        EntityType::Person => PERSON_CURVE,
        EntityType::Org => ORG_CURVE,
        EntityType::Gpe | EntityType::Loc | EntityType::Fac => PLACE_CURVE,
        EntityType::Event | EntityType::Product | EntityType::WorkOfArt | EntityType::Law => OTHER_CURVE,
        EntityType::Norp | EntityType::Money | EntityType::Percent => return 0.93,
        EntityType::Date | EntityType::Time | EntityType::Quantity => return 0.9,
    };
    let above = curve.iter().position(|point| point.0 >= mean).unwrap_or(curve.len() - 1).max(1);
    let ((x0, y0), (x1, y1)) = (curve[above - 1], curve[above]);
    let value = y0 + (y1 - y0) * (mean - x0) / (x1 - x0);
    (value.clamp(0.0, 1.0) * 1000.0).round() / 1000.0
}

/// Sets the salience of each entity, so that named entities sum to 1.
///
/// Each mention counts 1; a name in the headline counts 2 more, one in the first paragraph 1 more. Dates and amounts
/// have none.
pub(super) fn assign(entities: &mut [Entity], document: &Document<'_>, article: &Article) {
    let headline = article.title.as_deref().map(loose_key).unwrap_or_default();
    let lead = paragraph_of(document, 0).map_or(0, |span| span.end);
    let mut words: HashMap<String, f32> = HashMap::new();
    for word in headline.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1) {
        words.insert(word.to_owned(), 2.0);
    }
    let weight = |entity: &Entity| -> f32 {
        if entity.kind.is_value() {
            return 0.0;
        }
        let named = loose_key(&entity.name)
            .rsplit(|c: char| !c.is_alphanumeric())
            .next()
            .and_then(|word| words.get(word))
            .copied();
        let early = entity.mentions.iter().any(|mention| mention.span.end <= lead);
        entity.mentions.len() as f32 + named.unwrap_or(0.0) + f32::from(u8::from(early))
    };
    let weights: Vec<f32> = entities.iter().map(weight).collect();
    let total: f32 = weights.iter().sum();
    for (entity, weight) in entities.iter_mut().zip(weights) {
        entity.salience = if total > 0.0 { (weight / total * 1000.0).round() / 1000.0 } else { 0.0 };
    }
}

/// Returns the bytes of the paragraph that a token belongs to.
fn paragraph_of(document: &Document<'_>, token: usize) -> Option<Span> {
    let place = document.paragraphs.partition_point(|paragraph| paragraph.end <= token);
    document.paragraphs.get(place).map(|paragraph| document.span(paragraph.clone()))
}
