//! Names of the user's watch lists among those that were found.

use std::collections::HashMap;
use std::ops::Range;

use super::mention::{Found, Group};
use super::rules::types as kinds;
use super::{cluster as merge, detect as names};
use crate::analyze::document::Document;
use crate::analyze::user_lists::{Lists, Sighting};
use crate::model::annotation::EntityType;

/// A longer name that is surer than this keeps a listed name within it: "Baro" is not found in "Melania Baro".
const SURE: f32 = 0.7;

/// Lays listed names over those found, which are in order and apart and stay so. O(n).
pub(super) fn overlay(layer: &Document<'_>, found: Vec<Found>, listed: &[Sighting], lists: &Lists) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::with_capacity(found.len() + listed.len());
    let mut rest = found.into_iter().peekable();
    for sighting in listed {
        let tokens = &sighting.tokens;
        out.extend(std::iter::from_fn(|| rest.next_if(|found| found.tokens.end <= tokens.start)));
        if out.last().is_some_and(|last| last.tokens.end > tokens.start) {
            // two listed names within one longer name
            continue;
        }
        let kind = lists.kind(sighting.entry);
        let site = kind == EntityType::Person && tokens.len() == 1 && tokens.end < layer.tokens.len();
        if site && kinds::is_built(layer.word(tokens.end)) {
            // "Baro Tower" is no Baro
            continue;
        }
        if let Some(mut longer) = rest.next_if(|found| keeps(found, sighting)) {
            let words = |tokens: &Range<usize>| layer.span(tokens.clone()).of(layer.text);
            let firm = kind == EntityType::Org && longer.kind == kind;
            if firm && merge::same_firm(words(&longer.tokens), words(tokens)) {
                longer.entry = Some(sighting.entry);
            }
            out.push(longer);
            continue;
        }
        while rest.next_if(|found| found.tokens.start < tokens.end).is_some() {}
        let title = (kind == EntityType::Person).then(|| names::title(layer, tokens.start)).flatten();
        let (tokens, entry) = (tokens.clone(), Some(sighting.entry));
        out.push(Found { tokens, kind, sure: names::RULE, value: None, title, entry });
    }
    out.extend(rest);
    out
}

/// Whether what was found keeps a listed name out: it is longer and holds it, or is a date ("in May").
fn keeps(found: &Found, sighting: &Sighting) -> bool {
    let holds = found.tokens.start <= sighting.tokens.start && found.tokens.end >= sighting.tokens.end;
    holds && (found.kind.is_value() || (found.tokens != sighting.tokens && found.sure > SURE))
}

/// Gives each listed entry one group: parts groups that hold two, and those of a namesake; unites what one entry names.
pub(super) fn regroup(layer: &Document<'_>, found: &[Found], groups: Vec<Group>, lists: &Lists) -> Vec<Group> {
    let mut of: HashMap<usize, usize> = HashMap::new();
    let mut out: Vec<Group> = Vec::with_capacity(groups.len());
    for mut group in groups {
        let first = group.members.iter().find_map(|&member| found[member].entry);
        let Some(first) = first else {
            out.push(group);
            continue;
        };
        let namesake = |&member: &usize| {
            let tokens = found[member].tokens.clone();
            found[member].entry.is_none()
                && found[member].kind == EntityType::Person
                && !lists.may_mean(first, layer.span(tokens).of(layer.text))
        };
        let known_otherwise = group.name.as_ref().is_some_and(|name| !lists.may_mean(first, name));
        let members = std::mem::take(&mut group.members);
        let other = known_otherwise || members.iter().any(namesake);
        let (own, rest): (Vec<usize>, Vec<usize>) =
            members.into_iter().partition(|&member| found[member].entry.is_some() || !other);
        for member in own {
            let entry = found[member].entry.unwrap_or(first);
            let place = *of.entry(entry).or_insert_with(|| {
                let name = group.name.clone().filter(|_| entry == first && !other);
                out.push(Group { name, link: lists.link(entry), entry: Some(entry), ..Group::default() });
                out.len() - 1
            });
            out[place].members.push(member);
        }
        if !rest.is_empty() {
            out.push(Group { members: rest, ..group });
        }
    }
    for group in &mut out {
        group.members.sort_unstable();
    }
    out.sort_by_key(|group| group.members[0]);
    out
}
