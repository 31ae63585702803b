//! Mentions of the user's watch lists among the detected mentions.

use std::collections::HashMap;
use std::ops::Range;

use super::mention::{DetectedMention, MentionCluster};
use super::rules::types;
use super::{cluster, detect};
use crate::analyze::document::Document;
use crate::analyze::user_lists::{ListMatch, UserLists};
use crate::model::annotation::EntityType;

/// The confidence above which a longer name blocks a listed name in it (chosen): "Baro" is not found in "Melania Baro".
const MIN_CONFIDENCE: f32 = 0.7;

/// Merges listed names into the detected mentions, which are in order and do not overlap, before and after. O(n).
pub(super) fn overlay(
    document: &Document<'_>,
    found: Vec<DetectedMention>,
    listed: &[ListMatch],
    lists: &UserLists,
) -> Vec<DetectedMention> {
    let mut out: Vec<DetectedMention> = Vec::with_capacity(found.len() + listed.len());
    let mut rest = found.into_iter().peekable();
    for sighting in listed {
        let tokens = &sighting.tokens;
        out.extend(std::iter::from_fn(|| rest.next_if(|found| found.tokens.end <= tokens.start)));
        if out.last().is_some_and(|last| last.tokens.end > tokens.start) {
            // two listed names within one longer name
            continue;
        }
        let kind = lists.entity_type(sighting.entry);
        let site = kind == EntityType::Person && tokens.len() == 1 && tokens.end < document.tokens.len();
        if site && types::is_facility_word(document.word(tokens.end)) {
            // "Baro Tower" is no Baro
            continue;
        }
        if let Some(mut longer) = rest.next_if(|found| blocks(found, sighting)) {
            let words = |tokens: &Range<usize>| document.span(tokens.clone()).of(document.text);
            let firm = kind == EntityType::Org && longer.kind == kind;
            if firm && cluster::same_firm(words(&longer.tokens), words(tokens)) {
                longer.list_entry = Some(sighting.entry);
            }
            out.push(longer);
            continue;
        }
        while rest.next_if(|found| found.tokens.start < tokens.end).is_some() {}
        let title = (kind == EntityType::Person).then(|| detect::title_before(document, tokens.start)).flatten();
        let (tokens, entry) = (tokens.clone(), Some(sighting.entry));
        out.push(DetectedMention {
            tokens,
            kind,
            confidence: detect::RULE_CONFIDENCE,
            value: None,
            title,
            list_entry: entry,
        });
    }
    out.extend(rest);
    out
}

/// Returns whether a detected mention blocks a listed name: it is longer and contains it, or is a date ("in May").
fn blocks(found: &DetectedMention, sighting: &ListMatch) -> bool {
    let holds = found.tokens.start <= sighting.tokens.start && found.tokens.end >= sighting.tokens.end;
    holds && (found.kind.is_value() || (found.tokens != sighting.tokens && found.confidence > MIN_CONFIDENCE))
}

/// Gives each listed entry one cluster.
///
/// Clusters of two entries, and clusters with a namesake, are split; clusters of one entry are united.
pub(super) fn regroup(
    document: &Document<'_>,
    found: &[DetectedMention],
    clusters: Vec<MentionCluster>,
    lists: &UserLists,
) -> Vec<MentionCluster> {
    let mut of: HashMap<usize, usize> = HashMap::new();
    let mut out: Vec<MentionCluster> = Vec::with_capacity(clusters.len());
    for mut cluster in clusters {
        let first = cluster.members.iter().find_map(|&member| found[member].list_entry);
        let Some(first) = first else {
            out.push(cluster);
            continue;
        };
        let namesake = |&member: &usize| {
            let tokens = found[member].tokens.clone();
            found[member].list_entry.is_none()
                && found[member].kind == EntityType::Person
                && !lists.may_refer_to(first, document.span(tokens).of(document.text))
        };
        let known_otherwise = cluster.name.as_ref().is_some_and(|name| !lists.may_refer_to(first, name));
        let members = std::mem::take(&mut cluster.members);
        let other = known_otherwise || members.iter().any(namesake);
        let (own, rest): (Vec<usize>, Vec<usize>) =
            members.into_iter().partition(|&member| found[member].list_entry.is_some() || !other);
        for member in own {
            let entry = found[member].list_entry.unwrap_or(first);
            let place = *of.entry(entry).or_insert_with(|| {
                let name = cluster.name.clone().filter(|_| entry == first && !other);
                out.push(MentionCluster {
                    name,
                    link: lists.link(entry),
                    list_entry: Some(entry),
                    ..MentionCluster::default()
                });
                out.len() - 1
            });
            out[place].members.push(member);
        }
        if !rest.is_empty() {
            out.push(MentionCluster { members: rest, ..cluster });
        }
    }
    for cluster in &mut out {
        cluster.members.sort_unstable();
    }
    out.sort_by_key(|cluster| cluster.members[0]);
    out
}
