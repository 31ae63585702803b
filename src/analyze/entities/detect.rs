//! Names in a text: learned for English, listed for other languages, and those from around the text.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::cluster as merge;
use super::linking::place_mention as places;
use super::mention::Found;
use super::ner::Name;
use super::ner::gazetteer::{BIG_CITY, COUNTRY, FIRST, PLACE};
use super::ner::labels::Class;
use super::ner::words::{self, Case, Sketch};
use super::resources::Resources;
use super::rules::{
    boundaries as trim, datelines, honorifics as titles, multiword as joined, results_tables as tables, types as kinds,
};
use crate::analyze::document::{self, Document};
use crate::analyze::lexicon::countries::{Nation, nation};
use crate::analyze::lexicon::name_key::folded;
use crate::model::Article;
use crate::model::annotation::EntityType;

/// The certainty of what a rule finds.
pub(super) const RULE: f32 = 0.97;

/// Longest name of the closed list, in tokens.
const GROUP_WORDS: usize = 3;

/// The names that the field finds in an English text, with nationalities and the like from the closed list.
pub(super) fn learned(layer: &Document<'_>, resources: &Resources<'_>) -> Vec<Found> {
    let sketch = words::read(layer, resources.clusters, resources.gazetteer);
    let mut names = resources.tagger.names(layer, &sketch);
    acronyms(layer, &mut names);
    firms(layer, &sketch, &mut names);
    surnames(layer, &sketch, &mut names);
    tables::correct(layer, &sketch, &mut names);
    countries(layer, &sketch, &mut names);
    joined::correct(layer, &sketch, &mut names);
    datelines::correct(layer, &mut names);
    let mut found: Vec<Found> = Vec::with_capacity(names.len());
    for name in names {
        let Some(tokens) = trim::name(layer, &sketch, name.class, name.tokens.clone()) else { continue };
        let words = layer.span(tokens.clone()).of(layer.text);
        if matches!(nation(words), Some(Nation::Group(_))) && (tokens.len() > 1 || name.class != Class::Person) {
            continue;
        }
        let kind = match name.class {
            Class::Person => EntityType::Person,
            Class::Org if kinds::is_event(layer, &tokens) => EntityType::Event,
            Class::Org if places::is_town(resources.places, layer, &tokens) => EntityType::Gpe,
            Class::Org => EntityType::Org,
            Class::Place => kinds::place(layer, &sketch, &tokens),
            Class::Other => match kinds::other(layer, &tokens) {
                Some(kind) => kind,
                None => continue,
            },
        };
        let title = (kind == EntityType::Person).then(|| title(layer, tokens.start)).flatten();
        found.push(Found { tokens, kind, sure: name.sure, value: None, title, entry: None });
    }
    add(&mut found, groups(layer, &sketch));
    found
}

/// The title before a name that begins with a token.
pub(super) fn title(layer: &Document<'_>, start: usize) -> Option<String> {
    let place = layer.sentences.partition_point(|sentence| sentence.end <= start);
    let tokens = titles::title_before(layer, layer.sentences.get(place)?.start, start)?;
    Some(layer.span(tokens).of(layer.text).to_owned())
}

/// Adds what does not touch the names that are there.
fn add(found: &mut Vec<Found>, more: Vec<Found>) {
    let mut taken: Vec<Range<usize>> = found.iter().map(|found| found.tokens.clone()).collect();
    taken.sort_by_key(|tokens| tokens.start);
    found.extend(more.into_iter().filter(|new| {
        let next = taken.partition_point(|tokens| tokens.end <= new.tokens.start);
        taken.get(next).is_none_or(|tokens| tokens.start >= new.tokens.end)
    }));
}

/// Nationalities, religions and the like.
fn groups(layer: &Document<'_>, sketch: &Sketch) -> Vec<Found> {
    let mut found = Vec::new();
    for sentence in &layer.sentences {
        let mut at = sentence.start;
        while at < sentence.end {
            let length = (1..=GROUP_WORDS.min(sentence.end - at)).rev().find(|length| {
                sketch.words[at].capital()
                    && (*length == 1 || sketch.words[at + length - 1].capital())
                    && matches!(nation(layer.span(at..at + length).of(layer.text)), Some(Nation::Group(_)))
            });
            if let Some(length) = length {
                found.push(Found {
                    tokens: at..at + length,
                    kind: EntityType::Norp,
                    sure: RULE,
                    value: None,
                    title: None,
                    entry: None,
                });
            }
            at += length.unwrap_or(1);
        }
    }
    found
}

/// "the International Energy Board (IEB)": from there on, IEB is an organisation wherever the field sees no name.
fn acronyms(layer: &Document<'_>, names: &mut Vec<Name>) {
    let mut known: HashMap<&str, f32> = HashMap::new();
    for name in names.iter().filter(|name| name.class == Class::Org && name.tokens.len() > 1) {
        let end = name.tokens.end;
        if end + 2 < layer.tokens.len() && layer.word(end) == "(" && layer.word(end + 2) == ")" {
            let word = layer.word(end + 1);
            let first = layer.word(name.tokens.start).chars().next();
            if word.chars().next() == first && word.chars().filter(|c| c.is_uppercase()).count() > 1 {
                known.insert(word, name.sure);
            }
        }
    }
    if known.is_empty() {
        return;
    }
    let mut taken: HashSet<usize> = HashSet::new();
    for name in names.iter_mut() {
        if name.tokens.len() == 1 && known.contains_key(layer.word(name.tokens.start)) {
            name.class = Class::Org;
        }
        taken.extend(name.tokens.clone());
    }
    for token in (0..layer.tokens.len()).filter(|token| !taken.contains(token)) {
        if let Some(&sure) = known.get(layer.word(token)) {
            names.push(Name { tokens: token..token + 1, class: Class::Org, sure });
        }
    }
    names.sort_by_key(|name| name.tokens.start);
}

/// "Baro Foods Plc" is seen, so a lone "Baro" that the field sees as a person or place that nothing knows is the firm.
fn firms(layer: &Document<'_>, sketch: &Sketch, names: &mut [Name]) {
    let words = |name: &Name| layer.span(name.tokens.clone()).of(layer.text);
    let firms = names.iter().filter(|name| name.class == Class::Org && merge::is_firm(words(name)));
    let mut heads: HashSet<&str> = firms.map(|name| layer.word(name.tokens.start)).collect();
    if heads.is_empty() {
        return;
    }
    for name in names.iter().filter(|name| name.class == Class::Person && name.tokens.len() > 1) {
        name.tokens.clone().for_each(|token| {
            heads.remove(layer.word(token));
        });
    }
    for name in names.iter_mut().filter(|name| name.tokens.len() == 1 && heads.contains(words(name))) {
        let known = sketch.words[name.tokens.start].names & PLACE != 0 || nation(words(name)).is_some();
        if name.class == Class::Person || (name.class == Class::Place && !known) {
            name.class = Class::Org;
        }
    }
}

/// "Ana Berg" is seen, so a lone "Berg" that the field sees as nothing is she.
fn surnames(layer: &Document<'_>, sketch: &Sketch, names: &mut Vec<Name>) {
    let mut known: HashMap<&str, f32> = HashMap::new();
    for name in names.iter().filter(|name| name.class == Class::Person && name.tokens.len() > 1 && name.sure > 0.8) {
        known.insert(layer.word(name.tokens.end - 1), name.sure);
    }
    let mut next = 0;
    let mut more = Vec::new();
    for (token, word) in sketch.words.iter().enumerate() {
        while names.get(next).is_some_and(|name| name.tokens.end <= token) {
            next += 1;
        }
        let free = names.get(next).is_none_or(|name| token < name.tokens.start);
        // alone among capitals but for a title, and no word of the language
        let start = word.run_start as usize;
        let titled = || titles::title_before(layer, start, token).is_some_and(|title| title.start == start);
        let alone = word.case == Case::Title
            && word.elsewhere & 1 == 0
            && word.run_end as usize == token + 1
            && (start == token || titled());
        if free
            && alone
            && let Some(&sure) = known.get(layer.word(token))
        {
            more.push(Name { tokens: token..token + 1, class: Class::Person, sure: sure * 0.9 });
        }
    }
    names.extend(more);
    names.sort_by_key(|name| name.tokens.start);
}

/// Longest name of a country, in tokens.
const COUNTRY_WORDS: usize = 5;

/// Countries of several words ("Trinidad and Tobago") are one name, unless they stand in a longer one.
fn countries(layer: &Document<'_>, sketch: &Sketch, names: &mut Vec<Name>) {
    let mut whole: Vec<Range<usize>> = Vec::new();
    for sentence in &layer.sentences {
        let mut at = sentence.start;
        while at < sentence.end {
            let length = if sketch.words[at].capital() {
                (2..=COUNTRY_WORDS.min(sentence.end - at)).rev().find(|length| {
                    sketch.words[at + length - 1].capital()
                        && matches!(nation(layer.span(at..at + length).of(layer.text)), Some(Nation::Country(_)))
                })
            } else {
                None
            };
            whole.extend(length.map(|length| at..at + length));
            at += length.unwrap_or(1);
        }
    }
    if whole.is_empty() {
        return;
    }
    let mut out: Vec<Name> = Vec::with_capacity(names.len() + whole.len());
    let mut old = std::mem::take(names).into_iter().peekable();
    for country in whole {
        out.extend(std::iter::from_fn(|| old.next_if(|name| name.tokens.end <= country.start)));
        let touched: Vec<Name> = std::iter::from_fn(|| old.next_if(|name| name.tokens.start < country.end)).collect();
        let inside = |name: &Name| {
            name.tokens == country
                || (name.class == Class::Place && name.tokens.start >= country.start && name.tokens.end <= country.end)
        };
        if touched.iter().all(inside) {
            out.push(Name { tokens: country, class: Class::Place, sure: RULE });
        } else {
            out.extend(touched);
        }
    }
    out.extend(old);
    *names = out;
}

/// Countries and large cities, for languages that the field does not know.
pub(super) fn listed(layer: &Document<'_>, resources: &Resources<'_>) -> Vec<Found> {
    let sketch = words::read(layer, resources.clusters, resources.gazetteer);
    let mut found = Vec::new();
    let mut at = 0;
    while at < layer.tokens.len() {
        let word = &sketch.words[at];
        let mut end = at + 1;
        if word.place == 1 {
            while end < layer.tokens.len() && sketch.words[end - 1].place != 3 && sketch.words[end].place > 1 {
                end += 1;
            }
        }
        let name = layer.span(at..end).of(layer.text);
        let country = word.names & COUNTRY != 0 || matches!(nation(name), Some(Nation::Country(_)));
        // a short word is too often something else in another language
        if word.capital()
            && (country || word.names & BIG_CITY != 0)
            && name.chars().count() > 4
            && word.elsewhere & 1 == 0
            && (country || is_city(layer, &sketch, at..end))
        {
            found.push(Found {
                tokens: at..end,
                kind: EntityType::Gpe,
                sure: if country { 0.9 } else { 0.7 },
                value: None,
                title: None,
                entry: None,
            });
        }
        at = end;
    }
    found
}

/// Words before a place in other languages.
const INTO: [&str; 8] = ["in", "nach", "aus", "bei", "à", "en", "naar", "em"];

/// Whether a city's name is no part of another: "João dos Santos", "Anna Berlin", "Charlotte Baro", "Chicago Herald", "Brighton & Hove".
fn is_city(layer: &Document<'_>, sketch: &Sketch, tokens: Range<usize>) -> bool {
    let sentence = layer.sentences.partition_point(|sentence| sentence.end <= tokens.start);
    let sentence = layer.sentences.get(sentence).map_or(tokens.clone(), Range::clone);
    let first_name = |token: usize| sketch.words[token].names & FIRST != 0;
    let before = (sentence.start..tokens.start).rev().find(|&token| !joined::particle(layer.word(token)));
    let family = before
        .is_some_and(|before| sketch.words[before].capital() && (before + 1 < tokens.start || first_name(before)));
    let led = tokens.start > sentence.start && INTO.contains(&layer.word(tokens.start - 1));
    let goes_on = tokens.end < sentence.end && (sketch.words[tokens.end].capital() || layer.word(tokens.end) == "&");
    let given = first_name(tokens.start) && !led;
    !family && !given && !goes_on
}

/// Full names of people in what stands around the text: headline, standfirst, captions, byline.
pub(super) fn around(article: &Article, resources: &Resources<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let lines = [article.title.as_deref(), article.description.as_deref()];
    let captions = article.captions.iter().map(|caption| caption.text.as_str());
    for line in lines.into_iter().flatten().chain(captions) {
        let layer = document::read(document::head(line));
        let found = learned(&layer, resources);
        names.extend(
            found
                .iter()
                .filter(|found| found.kind == EntityType::Person && found.tokens.len() > 1 && found.sure > 0.5)
                .map(|found| layer.span(found.tokens.clone()).of(layer.text).to_owned()),
        );
    }
    names.extend(article.authors.iter().filter(|name| name.split_whitespace().count() > 1).cloned());
    let mut seen = HashSet::new();
    names.retain(|name| seen.insert(folded(name)));
    names
}
