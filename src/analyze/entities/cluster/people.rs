//! Clusters of people: the later "Baro" is the earlier "Ada Baro".

use std::collections::HashMap;
use std::sync::LazyLock;

use super::super::mention::{DetectedMention, MentionCluster};
use crate::analyze::document::Document;
use crate::analyze::lexicon::given_names::{Gender, gender_of};
use crate::analyze::lexicon::name_key::loose_key;
use crate::model::annotation::EntityType;
use crate::text::phrases::{WordSet, lists};
use crate::text::steps;

static KINSHIP: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::KINSHIP_NOUNS));

/// Generational suffixes, which are not family names.
const SUFFIXES: [&str; 6] = ["jr", "sr", "ii", "iii", "iv", "junior"];

/// Honorifics that a recogniser may take for a given name.
const HONORIFICS: [&str; 10] = ["cllr", "councillor", "lord", "lady", "dame", "sir", "mr", "mrs", "ms", "miss"];

/// Titles that stand before a given name alone.
const RULER_TITLES: [&str; 8] = ["prince", "princess", "king", "queen", "sheikh", "emir", "sultan", "pope"];

/// Arabic articles before a family name, which are often left out.
const ARTICLES: [&str; 2] = ["al-", "el-"];

/// Titles of women.
const FEMALE_TITLES: [&str; 8] = ["mrs", "ms", "miss", "lady", "dame", "queen", "princess", "baroness"];
const MALE_TITLES: [&str; 5] = ["mr", "sir", "lord", "king", "prince"];

/// A person whose name of several words is known.
#[derive(Default)]
struct Person {
    words: Vec<String>,
    cluster: usize,
    /// The number of mentions so far.
    count: usize,
    /// Whether the person is a woman, by title, kinship or given name.
    female: Option<bool>,
    /// Whether the text introduces the person as a relative of another.
    kin: bool,
    /// The index of the mention that introduces the person.
    since: usize,
    /// The generational suffix ("jr", "iii"), which tells a father from a son.
    suffix: Option<&'static str>,
}

impl Person {
    /// Returns whether a name with a suffix can be this person's.
    fn suffix_matches(&self, suffix: Option<&str>) -> bool {
        self.suffix.is_none_or(|own| suffix.is_none_or(|suffix| own == suffix))
    }
}

/// Clusters the mentions of people.
pub(super) fn cluster(
    document: &Document<'_>,
    found: &[DetectedMention],
    outside: &[String],
    of: &mut [usize],
    clusters: &mut Vec<MentionCluster>,
) {
    let mentions: Vec<usize> = (0..found.len()).filter(|&index| found[index].kind == EntityType::Person).collect();
    let mut known = KnownPeople::default();
    for name in outside {
        let words = name_words(name);
        if words.len() > 1 {
            let female = gender_of(&words[0]).map(|gender| gender == Gender::Female);
            known.add(Person { words, female, suffix: suffix_of(name), ..Person::default() }, clusters, Some(name));
        }
    }
    // full names first, for a surname may stand before them
    for &index in &mentions {
        let name = document.span(found[index].tokens.clone()).of(document.text);
        let (words, suffix) = (name_words(name), suffix_of(name));
        if words.len() > 1 {
            let kin = kinship(document, found[index].tokens.start);
            let female = title_gender(&found[index])
                .or(kin.filter(|class| *class != "either").map(|class| class == "female"))
                .or(gender_of(&words[0]).map(|gender| gender == Gender::Female));
            let known_as = known.by_full_name(&words, suffix).or_else(|| known.by_ruler_title(&words));
            let person = known_as.unwrap_or_else(|| {
                let kin = kin.is_some();
                known.add(Person { words, female, kin, since: index, suffix, ..Person::default() }, clusters, None)
            });
            known.people[person].suffix = known.people[person].suffix.or(suffix);
            of[index] = known.people[person].cluster;
        }
    }
    let mut alone: HashMap<String, usize> = HashMap::new();
    for &index in &mentions {
        if of[index] != usize::MAX {
            known.count(of[index]);
            continue;
        }
        let name = document.span(found[index].tokens.clone()).of(document.text);
        let words = name_words(name);
        let key = words.join(" ");
        let person = known.by_partial_name(
            &words,
            index,
            title_gender(&found[index]),
            suffix_of(name),
            alone.contains_key(&key),
        );
        of[index] = match person {
            Some(person) => known.people[person].cluster,
            None => *alone.entry(key).or_insert_with(|| {
                clusters.push(MentionCluster::default());
                clusters.len() - 1
            }),
        };
        known.count(of[index]);
    }
}

#[derive(Default)]
struct KnownPeople {
    people: Vec<Person>,
    /// The people with each word in their names.
    by_word: HashMap<String, Vec<usize>>,
    of_group: HashMap<usize, usize>,
}

impl KnownPeople {
    fn add(&mut self, mut new: Person, clusters: &mut Vec<MentionCluster>, name: Option<&String>) -> usize {
        clusters.push(MentionCluster { name: name.cloned(), ..MentionCluster::default() });
        let person = self.people.len();
        for word in &new.words {
            let list = self.by_word.entry(word.clone()).or_default();
            // no name is shared by so many that more would help
            if list.len() < 32 && list.last() != Some(&person) {
                list.push(person);
            }
        }
        if let Some(stem) = new.words.last().and_then(|word| spelling_key(word)) {
            self.by_word.entry(stem).or_default().push(person);
        }
        new.cluster = clusters.len() - 1;
        self.of_group.insert(new.cluster, person);
        self.people.push(new);
        person
    }

    fn count(&mut self, cluster: usize) {
        if let Some(&person) = self.of_group.get(&cluster) {
            self.people[person].count += 1;
        }
    }

    /// Returns the person that a name of several words means: the same name, or one with more or fewer middle names or
    /// initials.
    fn by_full_name(&self, words: &[String], suffix: Option<&str>) -> Option<usize> {
        let last = words.last()?;
        let like = |person: &&usize| {
            let person = &self.people[**person];
            let known = &person.words;
            person.suffix_matches(suffix)
                && (known == words
                    || (known.last() == Some(last) && given_names_match(&known[0], &words[0]))
                    || is_part_of(known, words))
        };
        self.by_word.get(last)?.iter().inspect(|_| steps::count(1)).find(like).copied()
    }

    /// Returns the person that a ruler's title and given name mean: "Prince Omar" for Omar bin Baro.
    fn by_ruler_title(&self, words: &[String]) -> Option<usize> {
        let [title, name] = words else { return None };
        let mut like = self.by_word.get(name).filter(|_| RULER_TITLES.contains(&title.as_str()))?.iter();
        like.find(|person| self.people[**person].words.first() == Some(name)).copied()
    }

    /// Returns the person that a part of a name means.
    ///
    /// `other` says that somebody known by this part alone came before, so that relatives of the name are not meant.
    fn by_partial_name(
        &self,
        words: &[String],
        index: usize,
        female: Option<bool>,
        suffix: Option<&str>,
        other: bool,
    ) -> Option<usize> {
        let Some(candidates) = self.by_word.get(words.first()?) else {
            return self.by_spelling(words);
        };
        let fits = |person: &&usize| {
            let known = &self.people[**person];
            let same_sex = known.female.is_none_or(|known| female.is_none_or(|female| known == female));
            same_sex && known.suffix_matches(suffix) && (!known.kin || (index >= known.since && !other))
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

    /// Returns the only person whose family name has almost the same spelling: "Zelenskyy", "Zelenskiy".
    fn by_spelling(&self, words: &[String]) -> Option<usize> {
        let [word] = words else { return None };
        let mut like = self.by_word.get(&spelling_key(word)?)?.iter().copied();
        like.next().filter(|_| like.next().is_none())
    }
}

/// Returns the key that spellings of a long name share: its beginning, without its last two letters.
fn spelling_key(word: &str) -> Option<String> {
    let count = word.chars().count();
    (count > 6).then(|| word.chars().take(count.min(9) - 2).chain(['~']).collect())
}

/// Returns whether two given names may be one: equal, or one the initial of the other.
fn given_names_match(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    a == b || (short.chars().count() == 1 && long.starts_with(short))
}

/// Returns whether one name is a part of the other: its beginning ("Juan Baro" of "Juan Baro Ito"), its end, or a
/// nickname within it.
fn is_part_of(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.len() > 1 && long.windows(short.len()).any(|part| part == short)
}

/// Returns the words of a name as loose keys, without honorifics and suffixes.
fn name_words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = loose_key(name)
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

/// Returns the generational suffix of a name.
fn suffix_of(name: &str) -> Option<&'static str> {
    let last = loose_key(name.rsplit(' ').next()?);
    let suffix = SUFFIXES.iter().find(|suffix| **suffix == last)?;
    Some(if *suffix == "junior" { "jr" } else { suffix })
}

fn title_gender(found: &DetectedMention) -> Option<bool> {
    let title = loose_key(found.title.as_deref()?);
    let word = title.rsplit(' ').next()?;
    if FEMALE_TITLES.contains(&word) { Some(true) } else { MALE_TITLES.contains(&word).then_some(false) }
}

/// Returns whom a word for a relation shortly before a name introduces: `female`, `male` or `either`.
fn kinship(document: &Document<'_>, start: usize) -> Option<&'static str> {
    (start.saturating_sub(4)..start).rev().find_map(|token| KINSHIP.class(document.word(token)))
}
