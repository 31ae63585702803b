//! The mentions of a place, and the regions that are named after them.

use std::ops::Range;

use super::table::{PlaceKind, PlaceTable};
use crate::analyze::document::Document;
use crate::model::annotation::Entity;

/// The largest number of tokens in a region's name.
const MAX_REGION_TOKENS: usize = 4;

/// The name of both a country and a state of the United States.
pub(super) const AMBIGUOUS_GEORGIA: &str = "Georgia";

/// A place entity with its index among the entities.
pub(super) struct PlaceMention<'a> {
    pub(super) entity: &'a Entity,
    pub(super) index: usize,
}

impl PlaceMention<'_> {
    /// Returns the tokens of its mentions.
    pub(super) fn mentions(&self, document: &Document<'_>) -> impl Iterator<Item = Range<usize>> {
        let token = |at: usize| document.tokens.partition_point(|token| token.span.start < at);
        self.entity.mentions.iter().map(move |mention| token(mention.span.start)..token(mention.span.end))
    }

    /// Returns whether a mention begins the name of a region: "Jammu and Kashmir".
    pub(super) fn begins_region_name(&self, places: &PlaceTable, document: &Document<'_>) -> bool {
        self.mentions(document).any(|tokens| {
            let longest = MAX_REGION_TOKENS.min(document.tokens.len() - tokens.start);
            let name = |count: usize| document.span(tokens.start..tokens.start + count).of(document.text);
            (tokens.len() + 1..=longest).any(|count| !places.named(PlaceKind::Region, name(count)).is_empty())
        })
    }

    /// Returns the codes of the regions named right after it: "Springfield, Ill."
    pub(super) fn regions_after<'b>(&self, places: &'b PlaceTable, document: &Document<'_>) -> Vec<&'b str> {
        let mut after = self.mentions(document).map(|tokens| regions_after(places, document, tokens.end));
        after.find(|codes| !codes.is_empty()).unwrap_or_default()
    }

    /// Returns whether a mention follows another name and a comma: "Albany, New York".
    pub(super) fn follows_city(&self, document: &Document<'_>) -> bool {
        self.mentions(document).any(|Range { start, .. }| {
            start > 1 && document.word(start - 1) == "," && document.word(start - 2).starts_with(char::is_uppercase)
        })
    }
}

/// The regions whose name stands behind a comma.
fn regions_after<'a>(places: &'a PlaceTable, document: &Document<'_>, comma: usize) -> Vec<&'a str> {
    let first = comma + 1;
    if first >= document.tokens.len() || document.word(comma) != "," {
        return Vec::new();
    }
    let longest = MAX_REGION_TOKENS.min(document.tokens.len() - first);
    let names = (1..=longest).rev().map(|count| document.span(first..first + count).of(document.text));
    names.map(|name| places.regions_named(name)).find(|codes| !codes.is_empty()).unwrap_or_default()
}

/// Returns whether a name is a town, because a state or country that has one of the name follows: "Cambridge,
/// Massachusetts".
pub(in crate::analyze::entities) fn is_town(
    places: &PlaceTable,
    document: &Document<'_>,
    tokens: &Range<usize>,
) -> bool {
    let regions = regions_after(places, document, tokens.end);
    let towns = if regions.is_empty() {
        &[]
    } else {
        places.named(PlaceKind::City, document.span(tokens.clone()).of(document.text))
    };
    towns.iter().any(|town| regions.iter().any(|code| within(places.region(town), code)))
}

/// Returns whether a region has a code or lies in its region.
pub(super) fn within(region: &str, code: &str) -> bool {
    region == code || region.strip_prefix(code).is_some_and(|rest| rest.starts_with('-'))
}
