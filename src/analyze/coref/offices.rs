//! Who holds an office that the text names with a person: "President Holt" is later "the president".

use super::participants::{Cast, Nature};
use crate::analyze::discourse::Reading;
use crate::analyze::lexicon::speech as lexicon;
use crate::text::steps;

/// Short forms of offices.
const SHORT: [(&str, &str); 10] = [
    ("gov", "governor"),
    ("sen", "senator"),
    ("rep", "representative"),
    ("cllr", "councillor"),
    ("prof", "professor"),
    ("capt", "captain"),
    ("gen", "general"),
    ("lt", "lieutenant"),
    ("sgt", "sergeant"),
    ("rev", "reverend"),
];

/// Words that set an office apart from its present holder's.
const APART: [&str; 6] = ["former", "ex", "late", "vice", "deputy", "acting"];

/// Adds the titles that stand before names to those that entities bring. O(namings).
pub(super) fn gather(cast: &mut Cast, reading: &Reading<'_>) {
    for naming in &cast.namings {
        let character = &mut cast.characters[naming.who];
        if !matches!(character.nature, Nature::Person | Nature::Unknown) || character.titles.len() > 8 {
            continue;
        }
        let mut start = reading.token_at(naming.span.start);
        let end = start;
        while start > 0 && end - start < 4 {
            let lower = reading.lower(start - 1);
            let dot = lower == "." && start > 1 && lexicon::title(&format!("{}.", reading.lower(start - 2)));
            let part = lexicon::title(lower) || APART.contains(&lower) || lexicon::body(lower);
            if !(dot || part) || reading.words[start - 1].possessive {
                break;
            }
            start -= 1;
        }
        let title = (start..end).map(|i| reading.lower(i)).filter(|w| *w != ".").collect::<Vec<_>>().join(" ");
        if !title.is_empty() && !character.titles.contains(&title) {
            character.titles.push(title);
        }
    }
    index(cast);
}

/// Words of an office that is looked for.
const WORDS: usize = 4;

/// The only person who holds the office that a phrase such as "the president" names.
pub(in crate::analyze) fn holder(cast: &Cast, phrase: &str) -> Option<usize> {
    let lower = phrase.to_lowercase();
    let office = plain(lower.strip_prefix("the ")?);
    let head = office.rsplit(' ').next()?;
    if !lexicon::title(head) || office.split(' ').count() > WORDS {
        return None;
    }
    cast.offices.get(&office).copied().flatten()
}

/// Indexes whoever holds an office alone by its name, and by the end of a longer one: "state governor" is also "governor".
/// O(titles).
fn index(cast: &mut Cast) {
    for (who, character) in cast.characters.iter().enumerate() {
        for title in character.titles.iter().map(|title| plain(title)) {
            steps::count(title.len());
            let ends = title.rmatch_indices(' ').map(|(at, _)| at + 1).chain([0]).take(WORDS);
            for (rest, office) in ends.filter_map(|at| title.split_at_checked(at)) {
                if !rest.split([' ', '-']).any(|word| APART.contains(&word)) {
                    let holder = cast.offices.entry(office.to_owned()).or_insert(Some(who));
                    *holder = holder.filter(|known| *known == who);
                }
            }
        }
    }
}

/// A title without stops and short forms.
fn plain(title: &str) -> String {
    let word = |word: &str| {
        let bare = word.trim_end_matches('.').to_lowercase();
        SHORT.iter().find(|(short, _)| *short == bare).map_or(bare.clone(), |(_, long)| (*long).to_owned())
    };
    title.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}
