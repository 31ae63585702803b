//! Clusters of organisations: "the International Energy Board (IEB)", then "IEB"; "Acme Corp.", then "Acme".

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::LazyLock;

use super::super::mention::{DetectedMention, MentionCluster};
use crate::analyze::document::Document;
use crate::analyze::lexicon::countries;
use crate::analyze::lexicon::name_key::loose_key;
use crate::model::annotation::EntityType;
use crate::text::phrases::{WordSet, lists};

/// Words at the end of a company's name that later mentions leave out, besides its legal form.
static COMPANY_WORDS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::COMPANY_NOUNS));
/// Legal forms at the end of company names, in lower case without a full stop.
static LEGAL_FORMS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::LEGAL_FORMS));

/// Returns whether a name of several words ends in a legal form.
pub(in crate::analyze::entities) fn is_firm(name: &str) -> bool {
    let last = name.rsplit_once(' ').map(|(_, last)| loose_key(last));
    last.is_some_and(|last| LEGAL_FORMS.contains(last.as_str()))
}

/// Short names, each with the only cluster that it can mean.
#[derive(Default)]
struct UniqueNames<K>(HashMap<K, Option<usize>>);

impl<K: Eq + Hash> UniqueNames<K> {
    fn claim(&mut self, name: K, cluster: usize) {
        let entry = self.0.entry(name).or_insert(Some(cluster));
        *entry = entry.filter(|own| *own == cluster);
    }

    fn of<Q: Eq + Hash + ?Sized>(&self, name: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
    {
        self.0.get(name).copied().flatten()
    }
}

/// Clusters the mentions of organisations.
pub(super) fn cluster(
    document: &Document<'_>,
    found: &[DetectedMention],
    of: &mut [usize],
    clusters: &mut Vec<MentionCluster>,
) {
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut own = |name: &String| {
        *known.entry(name.clone()).or_insert_with(|| {
            clusters.push(MentionCluster::default());
            clusters.len() - 1
        })
    };
    let names: Vec<(usize, String)> = (0..found.len())
        .filter(|&index| found[index].kind == EntityType::Org)
        .map(|index| (index, core_name(&loose_key(document.span(found[index].tokens.clone()).of(document.text)))))
        .collect();
    let (whole, short): (Vec<_>, Vec<_>) =
        names.iter().map(|(index, name)| (*index, name)).partition(|n| n.1.contains(' '));
    // "US Food Agency" before "Food Agency", which may mean it
    let mut ordered = whole.clone();
    ordered.sort_by_key(|(_, name)| without_country(name).is_none());
    let mut home: UniqueNames<&str> = UniqueNames::default();
    for (index, name) in ordered {
        of[index] = home.of(name.as_str()).unwrap_or_else(|| own(name));
        if let Some(bare) = without_country(name) {
            home.claim(bare, of[index]);
        }
    }
    let letters = acronyms(document, found, &whole, of);
    let (mut parts, mut heads): (UniqueNames<&str>, UniqueNames<&str>) =
        (UniqueNames::default(), UniqueNames::default());
    for (index, name) in whole {
        // "the Journal" for the only one that ends so, "the Bank" for the only Bank of something
        let begins = name.split_once(" of ").map(|(kind, _)| kind);
        name.rsplit(' ').next().into_iter().chain(begins).for_each(|word| parts.claim(word, of[index]));
        if is_firm(document.span(found[index].tokens.clone()).of(document.text)) {
            name.split(' ').next().into_iter().for_each(|word| heads.claim(word, of[index]));
        }
    }
    // where it once stands without "the", or all in capitals, it is a name of its own
    for (index, name) in &short {
        let start = found[*index].tokens.start;
        let definite = start.checked_sub(1).is_some_and(|token| matches!(document.word(token), "the" | "The"));
        if !definite || !document.word(start).contains(char::is_lowercase) {
            parts.0.remove(name.as_str());
        }
    }
    for (index, name) in short {
        let name_of = |names: &UniqueNames<&str>| names.of(name.as_str());
        let meant = letters.of(name).or_else(|| name_of(&parts)).or_else(|| name_of(&heads));
        of[index] = meant.unwrap_or_else(|| own(name));
    }
}

/// Returns the acronyms of full names: by their capital letters, or in brackets beside them.
fn acronyms(
    document: &Document<'_>,
    found: &[DetectedMention],
    whole: &[(usize, &String)],
    of: &[usize],
) -> UniqueNames<String> {
    let mut known = UniqueNames::default();
    for (index, _) in whole {
        let tokens = found[*index].tokens.clone();
        let letters = initial_letters(tokens.clone().map(|token| document.word(token)));
        let explained = acronym_behind(document, tokens.end).or_else(|| acronym_before(document, tokens.start));
        let spelt = loose_key(document.span(tokens).of(document.text));
        if let Some(acronym) = explained.filter(|acronym| *acronym != letters && abbreviates(acronym, &spelt)) {
            known.claim(acronym, of[*index]);
        }
        if letters.len() > 1 {
            known.claim(letters, of[*index]);
        }
    }
    known
}

/// Returns a name without its country: "us food agency" is "food agency".
fn without_country(name: &str) -> Option<&str> {
    ["us ", "un ", "uk "].iter().find_map(|land| name.strip_prefix(land)).filter(|own| own.contains(' '))
}

/// Returns a name without words for its legal form, unless too little is left. "department of justice" becomes "justice
/// department".
fn core_name(name: &str) -> String {
    let mut rest = name.trim_start_matches("the ");
    if let Some((body, field)) = rest.split_once(" of ") {
        let (land, kind) = body.rsplit_once(' ').map_or(("", body), |(land, kind)| (land, kind));
        if matches!(kind, "department" | "ministry") {
            return format!("{land} {} {kind}", field.trim_start_matches("the ")).trim_start().to_owned();
        }
    }
    while let Some((before, last)) = rest.rsplit_once(' ') {
        let bare = before.trim_end_matches([' ', ',', '&']);
        if !(COMPANY_WORDS.contains(last) || LEGAL_FORMS.contains(last))
            || countries::find(bare).is_some()
            || bare.len() < 3
        {
            break;
        }
        rest = bare;
    }
    rest.to_owned()
}

/// Returns whether two names differ only in words for the legal form.
pub(in crate::analyze::entities) fn same_firm(a: &str, b: &str) -> bool {
    core_name(&loose_key(a)) == core_name(&loose_key(b))
}

/// Returns the capital letters that begin the words of a name, in lower case.
fn initial_letters<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.filter_map(|word| word.chars().next().filter(|c| c.is_uppercase())).flat_map(char::to_lowercase).collect()
}

/// Returns the word in brackets right after a name, when it is in capitals.
fn acronym_behind(document: &Document<'_>, end: usize) -> Option<String> {
    let inside = end + 2 < document.tokens.len() && document.word(end) == "(" && document.word(end + 2) == ")";
    acronym(inside.then(|| document.word(end + 1))?)
}

/// Returns the word in capitals before the bracket that opens with a name: "IEB (International Energy Board)".
fn acronym_before(document: &Document<'_>, start: usize) -> Option<String> {
    let opened = start > 1 && document.word(start - 1) == "(";
    acronym(opened.then(|| document.word(start - 2))?)
}

fn acronym(word: &str) -> Option<String> {
    (word.chars().count() > 1 && word.chars().filter(|c| c.is_uppercase()).count() > 1).then(|| loose_key(word))
}

/// Returns whether the letters of an acronym occur in a name in order, the first at its beginning.
fn abbreviates(acronym: &str, name: &str) -> bool {
    let mut rest = name.chars();
    acronym.chars().next() == name.chars().next() && acronym.chars().all(|letter| rest.any(|c| c == letter))
}
