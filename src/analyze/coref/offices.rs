//! People by their office: after "President Holt", "the president" is Holt.

use std::collections::HashMap;

use std::sync::LazyLock;

use super::participants::{ParticipantKind, Participants};
use crate::analyze::discourse::Discourse;
use crate::analyze::lexicon::speech;
use crate::text::phrases::{WordSet, lists};
use crate::text::steps;

static OFFICES: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::OFFICE_ABBREVIATIONS));

/// Words before an office that say that the person does not hold it.
const NON_HOLDER_MODIFIERS: [&str; 6] = ["former", "ex", "late", "vice", "deputy", "acting"];

/// Adds the titles that stand before names to those that entities have. O(mentions).
pub(super) fn add_titles(participants: &mut Participants, discourse: &Discourse<'_>) {
    for mention in &participants.name_mentions {
        let participant = &mut participants.all[mention.who];
        if !matches!(participant.kind, ParticipantKind::Person | ParticipantKind::Unknown)
            || participant.titles.len() > 8
        {
            continue;
        }
        let mut start = discourse.token_at(mention.span.start);
        let end = start;
        while start > 0 && end - start < 4 {
            let lower = discourse.lower(start - 1);
            let dot = lower == "." && start > 1 && speech::is_person_title(&format!("{}.", discourse.lower(start - 2)));
            let part = speech::is_person_title(lower)
                || NON_HOLDER_MODIFIERS.contains(&lower)
                || speech::is_organization_word(lower);
            if !(dot || part) || discourse.words[start - 1].possessive {
                break;
            }
            start -= 1;
        }
        let title = (start..end).map(|i| discourse.lower(i)).filter(|w| *w != ".").collect::<Vec<_>>().join(" ");
        if !title.is_empty() && !participant.titles.contains(&title) {
            participant.titles.push(title);
        }
    }
    participants.office_holders = office_holders(participants);
}

/// Words of an office that is looked up (chosen).
const MAX_OFFICE_WORDS: usize = 4;

/// Returns the only person who holds the office that a phrase such as "the president" names.
pub(in crate::analyze) fn holder_of(participants: &Participants, phrase: &str) -> Option<usize> {
    let lower = phrase.to_lowercase();
    let office = normalize_title(lower.strip_prefix("the ")?);
    let head = office.rsplit(' ').next()?;
    if !speech::is_person_title(head) || office.split(' ').count() > MAX_OFFICE_WORDS {
        return None;
    }
    participants.office_holders.get(&office).copied().flatten()
}

/// Returns who holds each office alone, by its name and by the last words of a longer one: "state governor" is also "governor".
///
/// O(titles).
fn office_holders(participants: &Participants) -> HashMap<String, Option<usize>> {
    let mut holders: HashMap<String, Option<usize>> = HashMap::new();
    for (who, participant) in participants.all.iter().enumerate() {
        for title in participant.titles.iter().map(|title| normalize_title(title)) {
            steps::count(title.len());
            let starts = title.rmatch_indices(' ').map(|(at, _)| at + 1).chain([0]).take(MAX_OFFICE_WORDS);
            for (rest, office) in starts.filter_map(|at| title.split_at_checked(at)) {
                if !rest.split([' ', '-']).any(|word| NON_HOLDER_MODIFIERS.contains(&word)) {
                    let holder = holders.entry(office.to_owned()).or_insert(Some(who));
                    *holder = holder.filter(|known| *known == who);
                }
            }
        }
    }
    holders
}

/// Returns a title in lower case, without full stops, and with abbreviations written out.
fn normalize_title(title: &str) -> String {
    let word = |word: &str| {
        let bare = word.trim_end_matches('.').to_lowercase();
        OFFICES.class(&bare).map_or(bare.clone(), str::to_owned)
    };
    title.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}
