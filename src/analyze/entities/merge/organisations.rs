//! Organisations: "the International Energy Board (IEB)", then "IEB"; "Acme Corp.", then "Acme".

use std::collections::HashMap;

use super::{Found, Group, folded};
use crate::analyze::entities::nations::nation;
use crate::analyze::text::Layer;
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

/// Groups the mentions of organisations.
pub(super) fn group(layer: &Layer<'_>, found: &[Found], of: &mut [usize], groups: &mut Vec<Group>) {
    let mut known: HashMap<String, usize> = HashMap::new();
    let names: Vec<(usize, String)> = (0..found.len())
        .filter(|&index| found[index].kind == EntityType::Org)
        .map(|index| (index, core(&folded(layer.span(found[index].tokens.clone()).of(layer.text)))))
        .collect();
    // whole names, with the shorter ones that they explain; "US Food Agency" before "Food Agency", which may mean it
    let mut whole: Vec<(usize, &String)> =
        names.iter().filter(|(_, name)| name.contains(' ')).map(|(index, name)| (*index, name)).collect();
    whole.sort_by_key(|(_, name)| at_home(name).is_none());
    let mut home: HashMap<&str, Option<usize>> = HashMap::new();
    for (index, name) in whole {
        let abroad = home.get(name.as_str()).copied().flatten();
        of[index] = abroad.unwrap_or_else(|| {
            *known.entry(name.clone()).or_insert_with(|| {
                groups.push(Group::default());
                groups.len() - 1
            })
        });
        if let Some(own) = at_home(name) {
            let entry = home.entry(own).or_insert(Some(of[index]));
            *entry = entry.filter(|group| *group == of[index]);
        }
    }
    let mut short: HashMap<String, Option<usize>> = HashMap::new();
    // "the Journal" for the only one that ends so, "the Bank" for the only Bank of something
    let mut last: HashMap<&str, Option<usize>> = HashMap::new();
    for (index, name) in names.iter().filter(|(_, name)| name.contains(' ')) {
        let begins = name.split_once(" of ").map(|(kind, _)| kind);
        for word in name.rsplit(' ').next().into_iter().chain(begins) {
            let entry = last.entry(word).or_insert(Some(of[*index]));
            *entry = entry.filter(|group| *group == of[*index]);
        }
    }
    // where it once stands without "the", or all in capitals, it is a name of its own
    for (index, name) in names.iter().filter(|(_, name)| !name.contains(' ')) {
        let start = found[*index].tokens.start;
        let definite = start.checked_sub(1).is_some_and(|token| matches!(layer.word(token), "the" | "The"));
        if !definite || !layer.word(start).contains(char::is_lowercase) {
            last.remove(name.as_str());
        }
    }
    for (index, _) in names.iter().filter(|(_, name)| name.contains(' ')) {
        let tokens = found[*index].tokens.clone();
        let letters = initials(tokens.clone().map(|token| layer.word(token)));
        let explained = acronym_behind(layer, tokens.end).or_else(|| acronym_before(layer, tokens.start));
        let group = of[*index];
        let mut add = |key: String| {
            let entry = short.entry(key).or_insert(Some(group));
            if *entry != Some(group) {
                *entry = None;
            }
        };
        if letters.len() > 1 {
            add(letters.clone());
        }
        let spelt = folded(layer.span(tokens).of(layer.text));
        if let Some(acronym) = explained.filter(|acronym| *acronym != letters && resembles(acronym, &spelt)) {
            add(acronym);
        }
    }
    let mut heads: HashMap<&str, Option<usize>> = HashMap::new();
    for (index, name) in names.iter().filter(|(_, name)| name.contains(' ')) {
        let words = layer.span(found[*index].tokens.clone()).of(layer.text);
        if let Some(head) = is_firm(words).then(|| name.split(' ').next()).flatten() {
            let entry = heads.entry(head).or_insert(Some(of[*index]));
            *entry = entry.filter(|group| *group == of[*index]);
        }
    }
    for (index, name) in &names {
        if of[*index] != usize::MAX {
            continue;
        }
        let abbreviated = short.get(name.as_str()).copied().flatten();
        let abbreviated = abbreviated
            .or_else(|| last.get(name.as_str()).copied().flatten())
            .or_else(|| heads.get(name.as_str()).copied().flatten());
        of[*index] = match abbreviated {
            Some(group) => group,
            None => *known.entry(name.clone()).or_insert_with(|| {
                groups.push(Group::default());
                groups.len() - 1
            }),
        };
    }
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
fn acronym_behind(layer: &Layer<'_>, end: usize) -> Option<String> {
    let inside = end + 2 < layer.tokens.len() && layer.word(end) == "(" && layer.word(end + 2) == ")";
    acronym(inside.then(|| layer.word(end + 1))?)
}

/// The word in capitals before the bracket that opens with a name: "IEB (International Energy Board)".
fn acronym_before(layer: &Layer<'_>, start: usize) -> Option<String> {
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
