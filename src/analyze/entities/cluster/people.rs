//! People: the later "Baro" is the earlier "Ada Baro".

use std::collections::HashMap;

use super::super::mention::{Found, Group};
use crate::analyze::document::Document;
use crate::analyze::lexicon::given_names::{Gender, gender_of};
use crate::analyze::lexicon::name_key::folded;
use crate::model::annotation::EntityType;
use crate::text::steps;

/// Suffixes of a name that are no family name.
const SUFFIXES: [&str; 6] = ["jr", "sr", "ii", "iii", "iv", "junior"];

/// Honorifics that a recogniser may take for a first name.
const HONORIFICS: [&str; 10] = ["cllr", "councillor", "lord", "lady", "dame", "sir", "mr", "mrs", "ms", "miss"];

/// Titles that stand before a first name alone.
const RULERS: [&str; 8] = ["prince", "princess", "king", "queen", "sheikh", "emir", "sultan", "pope"];

/// What stands before a family name in Arabic, and is left out as often.
const ARTICLES: [&str; 2] = ["al-", "el-"];

/// Titles that tell the sex.
const FEMALE: [&str; 8] = ["mrs", "ms", "miss", "lady", "dame", "queen", "princess", "baroness"];
const MALE: [&str; 5] = ["mr", "sir", "lord", "king", "prince"];

/// Words that introduce another member of a family: women, men, either.
const KIN: [&[&str]; 3] = [
    &["wife", "daughter", "sister", "mother", "widow", "aunt", "niece", "granddaughter", "grandmother"],
    &["husband", "son", "brother", "father", "uncle", "nephew", "grandson", "grandfather", "son-in-law"],
    &["cousin", "parents", "family", "children", "siblings"],
];

/// A person of whom a name of several words is known.
#[derive(Default)]
struct Person {
    words: Vec<String>,
    group: usize,
    /// Named so often so far.
    count: usize,
    /// Whether the text calls them "Mr." or "Ms.".
    female: Option<bool>,
    /// Introduced as somebody's relation.
    kin: bool,
    /// Index of the mention that introduces them.
    since: usize,
    /// "jr", "iii": parts a father from his son.
    suffix: Option<&'static str>,
}

impl Person {
    /// Whether a name with a suffix may be theirs.
    fn may_be(&self, suffix: Option<&str>) -> bool {
        self.suffix.is_none_or(|own| suffix.is_none_or(|suffix| own == suffix))
    }
}

/// Groups the mentions of people.
pub(super) fn group(
    layer: &Document<'_>,
    found: &[Found],
    outside: &[String],
    of: &mut [usize],
    groups: &mut Vec<Group>,
) {
    let mentions: Vec<usize> = (0..found.len()).filter(|&index| found[index].kind == EntityType::Person).collect();
    let mut known = Known::default();
    for name in outside {
        let words = words(name);
        if words.len() > 1 {
            let female = gender_of(&words[0]).map(|gender| gender == Gender::Female);
            known.add(Person { words, female, suffix: suffix(name), ..Person::default() }, groups, Some(name));
        }
    }
    // full names first, for a surname may stand before them
    for &index in &mentions {
        let name = layer.span(found[index].tokens.clone()).of(layer.text);
        let (words, suffix) = (words(name), suffix(name));
        if words.len() > 1 {
            let kin = kin(layer, found[index].tokens.start);
            let female = sex(&found[index])
                .or(kin.and_then(|list| [Some(true), Some(false), None][list]))
                .or(gender_of(&words[0]).map(|gender| gender == Gender::Female));
            let known_as = known.full(&words, suffix).or_else(|| known.ruler(&words));
            let person = known_as.unwrap_or_else(|| {
                let kin = kin.is_some();
                known.add(Person { words, female, kin, since: index, suffix, ..Person::default() }, groups, None)
            });
            known.people[person].suffix = known.people[person].suffix.or(suffix);
            of[index] = known.people[person].group;
        }
    }
    let mut alone: HashMap<String, usize> = HashMap::new();
    for &index in &mentions {
        if of[index] != usize::MAX {
            known.count(of[index]);
            continue;
        }
        let name = layer.span(found[index].tokens.clone()).of(layer.text);
        let words = words(name);
        let key = words.join(" ");
        let person = known.short(&words, index, sex(&found[index]), suffix(name), alone.contains_key(&key));
        of[index] = match person {
            Some(person) => known.people[person].group,
            None => *alone.entry(key).or_insert_with(|| {
                groups.push(Group::default());
                groups.len() - 1
            }),
        };
        known.count(of[index]);
    }
}

#[derive(Default)]
struct Known {
    people: Vec<Person>,
    /// People by each word of their names.
    by_word: HashMap<String, Vec<usize>>,
    of_group: HashMap<usize, usize>,
}

impl Known {
    fn add(&mut self, mut new: Person, groups: &mut Vec<Group>, name: Option<&String>) -> usize {
        groups.push(Group { name: name.cloned(), ..Group::default() });
        let person = self.people.len();
        for word in &new.words {
            let list = self.by_word.entry(word.clone()).or_default();
            // no name is shared by so many that more would help
            if list.len() < 32 && list.last() != Some(&person) {
                list.push(person);
            }
        }
        if let Some(stem) = new.words.last().and_then(|word| stem(word)) {
            self.by_word.entry(stem).or_default().push(person);
        }
        new.group = groups.len() - 1;
        self.of_group.insert(new.group, person);
        self.people.push(new);
        person
    }

    fn count(&mut self, group: usize) {
        if let Some(&person) = self.of_group.get(&group) {
            self.people[person].count += 1;
        }
    }

    /// The person whom a name of several words means: the same name, or one with more or fewer middle names or initials.
    fn full(&self, words: &[String], suffix: Option<&str>) -> Option<usize> {
        let last = words.last()?;
        let like = |person: &&usize| {
            let person = &self.people[**person];
            let known = &person.words;
            person.may_be(suffix)
                && (known == words
                    || (known.last() == Some(last) && first_fits(&known[0], &words[0]))
                    || extends(known, words))
        };
        self.by_word.get(last)?.iter().inspect(|_| steps::count(1)).find(like).copied()
    }

    /// "Prince Omar" for whom the text called Omar bin Baro.
    fn ruler(&self, words: &[String]) -> Option<usize> {
        let [title, name] = words else { return None };
        let mut like = self.by_word.get(name).filter(|_| RULERS.contains(&title.as_str()))?.iter();
        like.find(|person| self.people[**person].words.first() == Some(name)).copied()
    }

    /// The person whom a part of a name means. `other` says that somebody known by this part alone came before,
    /// whose relations are not meant by it.
    fn short(
        &self,
        words: &[String],
        index: usize,
        female: Option<bool>,
        suffix: Option<&str>,
        other: bool,
    ) -> Option<usize> {
        let Some(candidates) = self.by_word.get(words.first()?) else { return self.spelt(words) };
        let fits = |person: &&usize| {
            let known = &self.people[**person];
            let same_sex = known.female.is_none_or(|known| female.is_none_or(|female| known == female));
            same_sex && known.may_be(suffix) && (!known.kin || (index >= known.since && !other))
        };
        steps::count(candidates.len());
        let tail = candidates.iter().filter(fits).filter(|person| self.people[**person].words.ends_with(words));
        let best = |a: &&usize, b: &&usize| {
            let rank = |person: usize| {
                let known = &self.people[person];
                (
                    known.female.is_some() && known.female == female,
                    !known.kin,
                    known.count,
                    std::cmp::Reverse(known.since),
                )
            };
            rank(**a).cmp(&rank(**b))
        };
        if let Some(person) = tail.max_by(best) {
            return Some(*person);
        }
        candidates
            .iter()
            .filter(fits)
            .filter(|person| self.people[**person].words.starts_with(words))
            .max_by(best)
            .or_else(|| candidates.first().filter(|person| candidates.len() == 1 && fits(person) && words.len() == 1))
            .copied()
    }

    /// The only person whose family name is spelt almost so: "Zelenskyy", "Zelenskiy".
    fn spelt(&self, words: &[String]) -> Option<usize> {
        let [word] = words else { return None };
        let mut like = self.by_word.get(&stem(word)?)?.iter().copied();
        like.next().filter(|_| like.next().is_none())
    }
}

/// The key under which spellings of a long name meet: its beginning, without its last two letters.
fn stem(word: &str) -> Option<String> {
    let count = word.chars().count();
    (count > 6).then(|| word.chars().take(count.min(9) - 2).chain(['~']).collect())
}

/// Whether two first names may be one: equal, or one the initial of the other.
fn first_fits(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    a == b || (short.chars().count() == 1 && long.starts_with(short))
}

/// Whether one name is a part of the other: its beginning ("Juan Baro" of "Juan Baro Ito"), its end, a nickname within it.
fn extends(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.len() > 1 && long.windows(short.len()).any(|part| part == short)
}

/// The words of a name, folded, without what is no name.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = folded(name)
        .split_whitespace()
        .map(|word| word.trim_matches([',', '"', '“', '”', '(', ')']))
        .map(|word| ARTICLES.iter().find_map(|article| word.strip_prefix(article)).unwrap_or(word).to_owned())
        .collect();
    words.retain(|word| !word.is_empty());
    while words.len() > 1 && words.first().is_some_and(|word| HONORIFICS.contains(&word.trim_end_matches('.'))) {
        words.remove(0);
    }
    while words.len() > 1 && words.last().is_some_and(|word| SUFFIXES.contains(&word.as_str())) {
        words.pop();
    }
    words
}

/// The suffix of a name.
fn suffix(name: &str) -> Option<&'static str> {
    let last = folded(name.rsplit(' ').next()?);
    let suffix = SUFFIXES.iter().find(|suffix| **suffix == last)?;
    Some(if *suffix == "junior" { "jr" } else { suffix })
}

fn sex(found: &Found) -> Option<bool> {
    let title = folded(found.title.as_deref()?);
    let word = title.rsplit(' ').next()?;
    if FEMALE.contains(&word) { Some(true) } else { MALE.contains(&word).then_some(false) }
}

/// Which list of [`KIN`] has a word shortly before a name.
fn kin(layer: &Document<'_>, start: usize) -> Option<usize> {
    (start.saturating_sub(4)..start)
        .rev()
        .find_map(|token| KIN.iter().position(|list| list.contains(&layer.word(token))))
}
