//! Organisations: "the International Energy Board (IEB)", then "IEB"; "Acme Corp.", then "Acme".

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

use super::super::mention::{Found, Group};
use crate::analyze::document::Document;
use crate::analyze::lexicon::countries::nation;
use crate::analyze::lexicon::name_key::folded;
use crate::model::annotation::EntityType;

/// Words at the end of a company's name that are left out later, besides its legal form.
const FORMS: [&str; 13] = [
    "company",
    "group",
    "holdings",
    "holding",
    "airlines",
    "airways",
    "motors",
    "industries",
    "technologies",
    "international",
    "bancorp",
    "bancshares",
    "entertainment",
];

/// Words that stand at the end of firms' names alone, in lower case without a full stop.
const LEGAL: [&str; 22] = [
    "inc",
    "corp",
    "corporation",
    "co",
    "ltd",
    "limited",
    "plc",
    "llc",
    "llp",
    "lp",
    "ag",
    "sa",
    "se",
    "gmbh",
    "nv",
    "bv",
    "asa",
    "ab",
    "oyj",
    "spa",
    "pty",
    "bhd",
];

/// Whether a name of several words ends as a firm's does.
pub(in crate::analyze::entities) fn is_firm(name: &str) -> bool {
    let last = name.rsplit_once(' ').map(|(_, last)| folded(last));
    last.is_some_and(|last| LEGAL.contains(&last.as_str()))
}

/// Short names, each with the only group that it may mean.
#[derive(Default)]
struct Only<K>(HashMap<K, Option<usize>>);

impl<K: Eq + Hash> Only<K> {
    fn claim(&mut self, name: K, group: usize) {
        let entry = self.0.entry(name).or_insert(Some(group));
        *entry = entry.filter(|own| *own == group);
    }

    fn of<Q: Eq + Hash + ?Sized>(&self, name: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
    {
        self.0.get(name).copied().flatten()
    }
}

/// Groups the mentions of organisations.
pub(super) fn group(layer: &Document<'_>, found: &[Found], of: &mut [usize], groups: &mut Vec<Group>) {
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut own = |name: &String| {
        *known.entry(name.clone()).or_insert_with(|| {
            groups.push(Group::default());
            groups.len() - 1
        })
    };
    let names: Vec<(usize, String)> = (0..found.len())
        .filter(|&index| found[index].kind == EntityType::Org)
        .map(|index| (index, core(&folded(layer.span(found[index].tokens.clone()).of(layer.text)))))
        .collect();
    let (whole, short): (Vec<_>, Vec<_>) =
        names.iter().map(|(index, name)| (*index, name)).partition(|n| n.1.contains(' '));
    // "US Food Agency" before "Food Agency", which may mean it
    let mut ordered = whole.clone();
    ordered.sort_by_key(|(_, name)| at_home(name).is_none());
    let mut home: Only<&str> = Only::default();
    for (index, name) in ordered {
        of[index] = home.of(name.as_str()).unwrap_or_else(|| own(name));
        if let Some(bare) = at_home(name) {
            home.claim(bare, of[index]);
        }
    }
    let letters = acronyms(layer, found, &whole, of);
    let (mut parts, mut heads): (Only<&str>, Only<&str>) = (Only::default(), Only::default());
    for (index, name) in whole {
        // "the Journal" for the only one that ends so, "the Bank" for the only Bank of something
        let begins = name.split_once(" of ").map(|(kind, _)| kind);
        name.rsplit(' ').next().into_iter().chain(begins).for_each(|word| parts.claim(word, of[index]));
        if is_firm(layer.span(found[index].tokens.clone()).of(layer.text)) {
            name.split(' ').next().into_iter().for_each(|word| heads.claim(word, of[index]));
        }
    }
    // where it once stands without "the", or all in capitals, it is a name of its own
    for (index, name) in &short {
        let start = found[*index].tokens.start;
        let definite = start.checked_sub(1).is_some_and(|token| matches!(layer.word(token), "the" | "The"));
        if !definite || !layer.word(start).contains(char::is_lowercase) {
            parts.0.remove(name.as_str());
        }
    }
    for (index, name) in short {
        let name_of = |names: &Only<&str>| names.of(name.as_str());
        let meant = letters.of(name).or_else(|| name_of(&parts)).or_else(|| name_of(&heads));
        of[index] = meant.unwrap_or_else(|| own(name));
    }
}

/// The acronyms that whole names have by their capital letters, or by what stands in brackets.
fn acronyms(layer: &Document<'_>, found: &[Found], whole: &[(usize, &String)], of: &[usize]) -> Only<String> {
    let mut known = Only::default();
    for (index, _) in whole {
        let tokens = found[*index].tokens.clone();
        let letters = initials(tokens.clone().map(|token| layer.word(token)));
        let explained = acronym_behind(layer, tokens.end).or_else(|| acronym_before(layer, tokens.start));
        let spelt = folded(layer.span(tokens).of(layer.text));
        if let Some(acronym) = explained.filter(|acronym| *acronym != letters && resembles(acronym, &spelt)) {
            known.claim(acronym, of[*index]);
        }
        if letters.len() > 1 {
            known.claim(letters, of[*index]);
        }
    }
    known
}

/// What a body is called at home: "us food agency" is "food agency".
fn at_home(name: &str) -> Option<&str> {
    ["us ", "un ", "uk "].iter().find_map(|land| name.strip_prefix(land)).filter(|own| own.contains(' '))
}

/// A name without the words for a company's legal form, unless too little is left; "department of justice" as
/// "justice department".
fn core(name: &str) -> String {
    let mut rest = name.trim_start_matches("the ");
    if let Some((body, field)) = rest.split_once(" of ") {
        let (land, kind) = body.rsplit_once(' ').map_or(("", body), |(land, kind)| (land, kind));
        if matches!(kind, "department" | "ministry") {
            return format!("{land} {} {kind}", field.trim_start_matches("the ")).trim_start().to_owned();
        }
    }
    while let Some((before, last)) = rest.rsplit_once(' ') {
        let bare = before.trim_end_matches([' ', ',', '&']);
        if !(FORMS.contains(&last) || LEGAL.contains(&last)) || nation(bare).is_some() || bare.len() < 3 {
            break;
        }
        rest = bare;
    }
    rest.to_owned()
}

/// Whether two names are one but for the words for a company's legal form.
pub(in crate::analyze::entities) fn same_firm(a: &str, b: &str) -> bool {
    core(&folded(a)) == core(&folded(b))
}

/// The capital letters that begin a name's words, in lower case.
fn initials<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.filter_map(|word| word.chars().next().filter(|c| c.is_uppercase())).flat_map(char::to_lowercase).collect()
}

/// The word in brackets right behind a name, when it is in capitals.
fn acronym_behind(layer: &Document<'_>, end: usize) -> Option<String> {
    let inside = end + 2 < layer.tokens.len() && layer.word(end) == "(" && layer.word(end + 2) == ")";
    acronym(inside.then(|| layer.word(end + 1))?)
}

/// The word in capitals before the bracket that opens with a name: "IEB (International Energy Board)".
fn acronym_before(layer: &Document<'_>, start: usize) -> Option<String> {
    let opened = start > 1 && layer.word(start - 1) == "(";
    acronym(opened.then(|| layer.word(start - 2))?)
}

fn acronym(word: &str) -> Option<String> {
    (word.chars().count() > 1 && word.chars().filter(|c| c.is_uppercase()).count() > 1).then(|| folded(word))
}

/// Whether the letters of an acronym occur in a name in their order, the first at its beginning.
fn resembles(acronym: &str, name: &str) -> bool {
    let mut rest = name.chars();
    acronym.chars().next() == name.chars().next() && acronym.chars().all(|letter| rest.any(|c| c == letter))
}
