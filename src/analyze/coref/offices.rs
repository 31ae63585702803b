//! People by their office: after "President Holt", "the president" is Holt.

use std::sync::LazyLock;

use super::participants::{ParticipantKind, Participants};
use crate::analyze::discourse::Discourse;
use crate::analyze::lexicon::speech;
use crate::text::phrases::{WordSet, lists};

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
}

/// Returns the only person who holds the office that a phrase such as "the president" names.
pub(in crate::analyze) fn holder_of(participants: &Participants, phrase: &str) -> Option<usize> {
    let lower = phrase.to_lowercase();
    let office = normalize_title(lower.strip_prefix("the ")?);
    let head = office.rsplit(' ').next()?;
    if !speech::is_person_title(head) || office.split(' ').count() > 4 {
        return None;
    }
    let holds = |title: &String| {
        let title = normalize_title(title);
        let rest = title.strip_suffix(office.as_str());
        rest.is_some_and(|rest| {
            (rest.is_empty() || rest.ends_with(' '))
                && !rest.split([' ', '-']).any(|word| NON_HOLDER_MODIFIERS.contains(&word))
        })
    };
    let mut holders =
        participants.all.iter().enumerate().filter(|(_, c)| c.titles.iter().any(holds)).map(|(who, _)| who);
    holders.next().filter(|_| holders.next().is_none())
}

/// Returns a title in lower case, without full stops, and with abbreviations written out.
fn normalize_title(title: &str) -> String {
    let word = |word: &str| {
        let bare = word.trim_end_matches('.').to_lowercase();
        OFFICES.class(&bare).map_or(bare.clone(), str::to_owned)
    };
    title.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}
