//! Capitalised names that no entity covers, and the gender that names and titles show.

use std::collections::HashMap;
use std::ops::Range;

use super::participants::{NameMention, Participant, ParticipantKind, Participants};
use crate::analyze::discourse::{Discourse, TokenClass};
use crate::analyze::lexicon::given_names::{self, Gender};
use crate::analyze::lexicon::speech;
use crate::model::Span;

/// Returns whether the last word of a noun phrase such as "the ministry" names an organisation.
pub(in crate::analyze) fn is_organization_phrase(phrase: &str) -> bool {
    phrase.split_whitespace().next_back().is_some_and(|word| speech::is_organization_word(&word.to_lowercase()))
}

/// Adds the capitalised names of the text that overlap no mention yet.
pub(super) fn add_unlisted(participants: &mut Participants, discourse: &Discourse<'_>) {
    let mut index = NameIndex::default();
    for (who, participant) in participants.all.iter().enumerate() {
        index.insert(&participant.name, who);
    }
    let mut found: Vec<(Range<usize>, bool)> = capitalized_runs(discourse)
        .into_iter()
        .map(|run| strip_titles(discourse, run))
        .filter(|(run, _)| {
            !run.is_empty()
                && participants.last_mention_in(discourse.document.span(run.clone())).is_none()
                && is_plausible(discourse, run)
        })
        .collect();
    // Full names first, so that a surname alone finds its owner wherever it stands.
    found.sort_by_key(|(run, _)| (run.len() < 2, run.start));
    let mut added = Vec::new();
    for (run, titled) in found {
        let span = without_possessive(discourse, run.clone());
        let name = span.of(discourse.document.text);
        let who = index.find(name).unwrap_or_else(|| {
            let kind = participant_kind(discourse, &run, titled);
            participants.all.push(Participant {
                entity: None,
                name: name.to_owned(),
                kind,
                gender: None,
                titles: Vec::new(),
            });
            index.insert(name, participants.all.len() - 1);
            participants.all.len() - 1
        });
        let participant = &mut participants.all[who];
        if participant.entity.is_none() && name.len() > participant.name.len() {
            name.clone_into(&mut participant.name);
        }
        added.push(NameMention { span, who });
    }
    participants.name_mentions.append(&mut added);
    participants.name_mentions.sort_by_key(|n| n.span);
}

/// An index of the names found so far: whole, and by their first and last words.
#[derive(Default)]
struct NameIndex {
    whole: HashMap<String, usize>,
    part: HashMap<String, usize>,
}

impl NameIndex {
    fn insert(&mut self, name: &str, who: usize) {
        let name = name.to_lowercase();
        let words: Vec<&str> = name.split_whitespace().collect();
        if words.len() > 1 {
            for word in words.first().into_iter().chain(words.last()) {
                self.part.entry((*word).to_owned()).or_insert(who);
            }
            if let (Some(first), Some(last)) = (words.first(), words.last()) {
                self.whole.entry(format!("{first} {last}")).or_insert(who);
            }
        }
        self.whole.entry(name).or_insert(who);
    }

    fn find(&self, name: &str) -> Option<usize> {
        let name = name.to_lowercase();
        let whole = self.whole.get(&name).copied();
        let mut words = name.split_whitespace();
        match (words.next(), words.next_back()) {
            (Some(first), Some(last)) => whole.or_else(|| self.whole.get(&format!("{first} {last}")).copied()),
            (Some(only), None) => self.part.get(only).copied().or(whole),
            _ => None,
        }
    }
}

/// Returns the runs of capitalised words that may be names.
fn capitalized_runs(discourse: &Discourse<'_>) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    for unit in &discourse.utterance_sentences {
        let mut at = unit.start;
        while at < unit.end {
            if !starts_name(discourse, at, unit) {
                at += 1;
                continue;
            }
            let start = at;
            at += 1;
            while let Some(next) = next_token(discourse, at, unit.end) {
                at = next;
            }
            runs.push(start..at);
        }
    }
    runs
}

fn starts_name(discourse: &Discourse<'_>, at: usize, unit: &Range<usize>) -> bool {
    let lower = discourse.lower(at);
    let function = speech::is_pronoun(lower)
        || speech::is_determiner(lower)
        || speech::is_preposition(lower)
        || speech::is_conjunction(lower)
        || speech::is_adverbial(lower)
        || speech::is_calendar_word(lower)
        || lower.contains('\'');
    let opens = at == unit.start || !discourse.is_word(at - 1);
    // A capital after a stop or a mark may be the sentence's and not the word's.
    discourse.class(at) == TokenClass::Upper && !function && !(opens && discourse.words[at].cue.is_some())
}

/// Returns the token after `at` when the name continues there.
fn next_token(discourse: &Discourse<'_>, at: usize, end: usize) -> Option<usize> {
    if at >= end || discourse.words[at - 1].possessive {
        return None;
    }
    let capital =
        |i: usize| i < end && discourse.class(i) == TokenClass::Upper && !speech::is_calendar_word(discourse.lower(i));
    let lower = discourse.lower(at);
    let tight = discourse.document.tokens[at - 1].span.end == discourse.document.tokens[at].span.start;
    let short = discourse.lower(at - 1).chars().count() == 1
        || speech::is_person_title(&format!("{}.", discourse.lower(at - 1)));
    if capital(at) && !speech::is_pronoun(lower) {
        Some(at + 1)
    } else if (lower == "." && tight && short || lower == "-" && tight || speech::is_name_particle(lower))
        && capital(at + 1)
    {
        Some(at + 2)
    } else {
        None
    }
}

/// Returns a run without the titles before it, and whether one of them is a title of people only.
fn strip_titles(discourse: &Discourse<'_>, mut run: Range<usize>) -> (Range<usize>, bool) {
    let mut titled = false;
    while run.len() > 1 {
        let lower = discourse.lower(run.start);
        if lower == "." || lower == "-" {
            run.start += 1;
        } else if speech::is_person_title(lower) || speech::is_person_title(&format!("{lower}.")) {
            titled |= !["american", "british", "u.s.", "us", "state", "national", "foreign"].contains(&lower);
            run.start += 1;
        } else {
            break;
        }
    }
    (run, titled)
}

/// Returns whether a run is a name. A single capitalised word at the start of a sentence must be a known given name or
/// stand beside a cue.
fn is_plausible(discourse: &Discourse<'_>, run: &Range<usize>) -> bool {
    let first = discourse.lower(run.start);
    if run.len() > 1 || (discourse.lower(run.start).chars().count() > 1 && given_names::find(first).is_some()) {
        return true;
    }
    let opens = run.start == 0 || !discourse.is_word(run.start - 1);
    let speaks = (run.end..run.end + 2).any(|i| discourse.words.get(i).is_some_and(|w| w.cue.is_some()));
    first.chars().count() > 1 && !speech::is_person_title(first) && (!opens || speaks)
}

/// Returns the span of a run without a possessive ending.
pub(super) fn without_possessive(discourse: &Discourse<'_>, run: Range<usize>) -> Span {
    let last = run.end - 1;
    let mut span = discourse.document.span(run);
    let word = discourse.document.word(last);
    if word.ends_with("'s") || word.ends_with("’s") {
        let cut = word.trim_end_matches(['s', 'S']).trim_end_matches(['\'', '’']).len();
        span.end = discourse.document.tokens[last].span.start + cut;
    }
    span
}

fn participant_kind(discourse: &Discourse<'_>, run: &Range<usize>, titled: bool) -> ParticipantKind {
    let first = discourse.lower(run.start);
    let last = discourse.lower(run.end - 1);
    if speech::is_organization_word(last) || speech::is_organization_word(first) {
        ParticipantKind::Organization
    } else if speech::is_place_or_thing_word(last) {
        ParticipantKind::Thing
    } else if titled || given_names::find(first).is_some() {
        ParticipantKind::Person
    } else {
        ParticipantKind::Unknown
    }
}

/// Sets the gender of participants: by honorifics and nouns before a name, else by the given name.
pub(super) fn assign_genders(participants: &mut Participants, discourse: &Discourse<'_>) {
    let mut told: Vec<(usize, Gender)> = Vec::new();
    for mention in &participants.name_mentions {
        let first = discourse.token_at(mention.span.start);
        let own = discourse.lower(first).trim_end_matches('.');
        let back = (1..=2).filter_map(|n| first.checked_sub(n)).map(|i| discourse.lower(i).trim_end_matches('.'));
        for word in back.chain([own]) {
            if speech::is_female_title(word) {
                told.push((mention.who, Gender::Female));
            } else if speech::is_male_title(word) {
                told.push((mention.who, Gender::Male));
            }
        }
    }
    for participant in &mut participants.all {
        if matches!(participant.kind, ParticipantKind::Person | ParticipantKind::Unknown) {
            let name = participant.name.to_lowercase();
            let mut words = name.split_whitespace().filter(|w| !speech::is_person_title(w));
            participant.gender = words.next().and_then(given_names::find).and_then(given_names::Given::gender);
        }
    }
    for (who, gender) in told {
        let participant = &mut participants.all[who];
        if matches!(participant.kind, ParticipantKind::Person | ParticipantKind::Unknown) {
            participant.gender = Some(gender);
        }
    }
}
