//! A place as a text names it, and what stands behind it.

use std::ops::Range;

use super::table::{Kind, Places};
use crate::analyze::document::Document;
use crate::model::annotation::Entity;

/// Longest name of a region, in tokens.
const REGION_WORDS: usize = 4;

/// A country and a state of one name.
pub(super) const NAMESAKE: &str = "Georgia";

/// A place that a text names, with its number among the entities.
pub(super) struct Named<'a> {
    pub(super) entity: &'a Entity,
    pub(super) index: usize,
}

impl Named<'_> {
    /// The tokens of its mentions.
    pub(super) fn mentions(&self, layer: &Document<'_>) -> impl Iterator<Item = Range<usize>> {
        let token = |at: usize| layer.tokens.partition_point(|token| token.span.start < at);
        self.entity.mentions.iter().map(move |mention| token(mention.span.start)..token(mention.span.end))
    }

    /// Whether it is the beginning of a region's name somewhere: "Jammu and Kashmir".
    pub(super) fn goes_on(&self, places: &Places, layer: &Document<'_>) -> bool {
        self.mentions(layer).any(|tokens| {
            let longest = REGION_WORDS.min(layer.tokens.len() - tokens.start);
            let name = |count: usize| layer.span(tokens.start..tokens.start + count).of(layer.text);
            (tokens.len() + 1..=longest).any(|count| !places.named(Kind::Region, name(count)).is_empty())
        })
    }

    /// The regions named right behind it: "Springfield, Ill."
    pub(super) fn behind<'b>(&self, places: &'b Places, layer: &Document<'_>) -> Vec<&'b str> {
        let mut after = self.mentions(layer).map(|tokens| behind(places, layer, tokens.end));
        after.find(|codes| !codes.is_empty()).unwrap_or_default()
    }

    /// Whether it stands behind another name and a comma somewhere: "Albany, New York".
    pub(super) fn behind_city(&self, layer: &Document<'_>) -> bool {
        self.mentions(layer).any(|Range { start, .. }| {
            start > 1 && layer.word(start - 1) == "," && layer.word(start - 2).starts_with(char::is_uppercase)
        })
    }
}

/// The regions whose name stands behind a comma.
fn behind<'a>(places: &'a Places, layer: &Document<'_>, comma: usize) -> Vec<&'a str> {
    let first = comma + 1;
    if first >= layer.tokens.len() || layer.word(comma) != "," {
        return Vec::new();
    }
    let longest = REGION_WORDS.min(layer.tokens.len() - first);
    let names = (1..=longest).rev().map(|count| layer.span(first..first + count).of(layer.text));
    names.map(|name| places.regions_named(name)).find(|codes| !codes.is_empty()).unwrap_or_default()
}

/// Whether a name is a town's by the state or country behind it that has one of the name: "Cambridge, Massachusetts".
pub(in crate::analyze::entities) fn is_town(places: &Places, layer: &Document<'_>, tokens: &Range<usize>) -> bool {
    let regions = behind(places, layer, tokens.end);
    let towns =
        if regions.is_empty() { &[] } else { places.named(Kind::City, layer.span(tokens.clone()).of(layer.text)) };
    towns.iter().any(|town| regions.iter().any(|code| within(places.region(town), code)))
}

/// Whether a region is a code's or lies in it.
pub(super) fn within(region: &str, code: &str) -> bool {
    region == code || region.strip_prefix(code).is_some_and(|rest| rest.starts_with('-'))
}
