//! Detection of names: by the tagger in English, by lists in other languages, and from headline, captions and byline.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::cluster;
use super::linking::place_mention;
use super::mention::DetectedMention;
use super::ner::TaggedName;
use super::ner::gazetteer::{BIG_CITY, COUNTRY, FIRST, PLACE};
use super::ner::labels::NameClass;
use super::ner::words::{self, Case, WordTable};
use super::resources::Resources;
use super::rules::{boundaries, datelines, honorifics, multiword, results_tables, types};
use crate::analyze::document::{self, Document};
use crate::analyze::lexicon::countries::{self, Nation};
use crate::analyze::lexicon::name_key::loose_key;
use crate::model::Article;
use crate::model::annotation::EntityType;

/// The confidence of names that a rule finds (estimated).
pub(super) const RULE_CONFIDENCE: f32 = 0.97;

/// The largest number of tokens in a demonym of the list.
const MAX_DEMONYM_TOKENS: usize = 3;

/// Returns the names that the tagger and the rules find in an English text, with demonyms of the list.
pub(super) fn by_tagger(document: &Document<'_>, resources: &Resources<'_>) -> Vec<DetectedMention> {
    let table = words::build(document, resources.clusters, resources.gazetteer);
    let mut names = resources.tagger.tag(document, &table);
    label_acronyms(document, &mut names);
    label_firms(document, &table, &mut names);
    add_surnames(document, &table, &mut names);
    results_tables::correct(document, &table, &mut names);
    join_countries(document, &table, &mut names);
    multiword::correct(document, &table, &mut names);
    datelines::correct(document, &mut names);
    let mut found: Vec<DetectedMention> = Vec::with_capacity(names.len());
    for name in names {
        let Some(tokens) = boundaries::trim(document, &table, name.class, name.tokens.clone()) else {
            continue;
        };
        let words = document.span(tokens.clone()).of(document.text);
        if matches!(countries::find(words), Some(Nation::Demonym(_)))
            && (tokens.len() > 1 || name.class != NameClass::Person)
        {
            continue;
        }
        let kind = match name.class {
            NameClass::Person => EntityType::Person,
            NameClass::Org if types::is_event(document, &tokens) => EntityType::Event,
            NameClass::Org if place_mention::is_town(resources.places, document, &tokens) => EntityType::Gpe,
            NameClass::Org => EntityType::Org,
            NameClass::Place => types::place_type(document, &table, &tokens),
            NameClass::Other => match types::other_type(document, &tokens) {
                Some(kind) => kind,
                None => continue,
            },
        };
        let title = (kind == EntityType::Person).then(|| title_before(document, tokens.start)).flatten();
        found.push(DetectedMention { tokens, kind, confidence: name.confidence, value: None, title, list_entry: None });
    }
    add_disjoint(&mut found, demonyms(document, &table));
    found
}

/// Returns the title before a name that begins with a token.
pub(super) fn title_before(document: &Document<'_>, start: usize) -> Option<String> {
    let place = document.sentences.partition_point(|sentence| sentence.end <= start);
    let tokens = honorifics::title_before(document, document.sentences.get(place)?.start, start)?;
    Some(document.span(tokens).of(document.text).to_owned())
}

/// Adds the mentions that do not overlap those that are there.
fn add_disjoint(found: &mut Vec<DetectedMention>, more: Vec<DetectedMention>) {
    let mut taken: Vec<Range<usize>> = found.iter().map(|found| found.tokens.clone()).collect();
    taken.sort_by_key(|tokens| tokens.start);
    found.extend(more.into_iter().filter(|new| {
        let next = taken.partition_point(|tokens| tokens.end <= new.tokens.start);
        taken.get(next).is_none_or(|tokens| tokens.start >= new.tokens.end)
    }));
}

/// Returns the mentions of nationalities, religions and other groups of the list.
fn demonyms(document: &Document<'_>, table: &WordTable) -> Vec<DetectedMention> {
    let mut found = Vec::new();
    for sentence in &document.sentences {
        let mut at = sentence.start;
        while at < sentence.end {
            let length = (1..=MAX_DEMONYM_TOKENS.min(sentence.end - at)).rev().find(|length| {
                table.words[at].capital()
                    && (*length == 1 || table.words[at + length - 1].capital())
                    && matches!(
                        countries::find(document.span(at..at + length).of(document.text)),
                        Some(Nation::Demonym(_))
                    )
            });
            if let Some(length) = length {
                found.push(DetectedMention {
                    tokens: at..at + length,
                    kind: EntityType::Norp,
                    confidence: RULE_CONFIDENCE,
                    value: None,
                    title: None,
                    list_entry: None,
                });
            }
            at += length.unwrap_or(1);
        }
    }
    found
}

/// Labels acronyms as organisations from where they are defined: "the International Energy Board (IEB)".
fn label_acronyms(document: &Document<'_>, names: &mut Vec<TaggedName>) {
    let mut known: HashMap<&str, f32> = HashMap::new();
    for name in names.iter().filter(|name| name.class == NameClass::Org && name.tokens.len() > 1) {
        let end = name.tokens.end;
        if end + 2 < document.tokens.len() && document.word(end) == "(" && document.word(end + 2) == ")" {
            let word = document.word(end + 1);
            let first = document.word(name.tokens.start).chars().next();
            if word.chars().next() == first && word.chars().filter(|c| c.is_uppercase()).count() > 1 {
                known.insert(word, name.confidence);
            }
        }
    }
    if known.is_empty() {
        return;
    }
    let mut taken: HashSet<usize> = HashSet::new();
    for name in names.iter_mut() {
        if name.tokens.len() == 1 && known.contains_key(document.word(name.tokens.start)) {
            name.class = NameClass::Org;
        }
        taken.extend(name.tokens.clone());
    }
    for token in (0..document.tokens.len()).filter(|token| !taken.contains(token)) {
        if let Some(&confidence) = known.get(document.word(token)) {
            names.push(TaggedName { tokens: token..token + 1, class: NameClass::Org, confidence });
        }
    }
    names.sort_by_key(|name| name.tokens.start);
}

/// Labels a lone "Baro" as a firm when the text has "Baro Foods Plc" and no list knows "Baro".
fn label_firms(document: &Document<'_>, table: &WordTable, names: &mut [TaggedName]) {
    let words = |name: &TaggedName| document.span(name.tokens.clone()).of(document.text);
    let firms = names.iter().filter(|name| name.class == NameClass::Org && cluster::is_firm(words(name)));
    let mut heads: HashSet<&str> = firms.map(|name| document.word(name.tokens.start)).collect();
    if heads.is_empty() {
        return;
    }
    for name in names.iter().filter(|name| name.class == NameClass::Person && name.tokens.len() > 1) {
        name.tokens.clone().for_each(|token| {
            heads.remove(document.word(token));
        });
    }
    for name in names.iter_mut().filter(|name| name.tokens.len() == 1 && heads.contains(words(name))) {
        let known = table.words[name.tokens.start].names & PLACE != 0 || countries::find(words(name)).is_some();
        if name.class == NameClass::Person || (name.class == NameClass::Place && !known) {
            name.class = NameClass::Org;
        }
    }
}

/// Adds lone surnames that the tagger missed, when the text has the full name: "Ana Berg", then "Berg".
fn add_surnames(document: &Document<'_>, table: &WordTable, names: &mut Vec<TaggedName>) {
    let mut known: HashMap<&str, f32> = HashMap::new();
    for name in
        names.iter().filter(|name| name.class == NameClass::Person && name.tokens.len() > 1 && name.confidence > 0.8)
    {
        known.insert(document.word(name.tokens.end - 1), name.confidence);
    }
    let mut next = 0;
    let mut more = Vec::new();
    for (token, word) in table.words.iter().enumerate() {
        while names.get(next).is_some_and(|name| name.tokens.end <= token) {
            next += 1;
        }
        let free = names.get(next).is_none_or(|name| token < name.tokens.start);
        // alone among capitals but for a title, and no word of the language
        let start = word.run_start as usize;
        let titled = || honorifics::title_before(document, start, token).is_some_and(|title| title.start == start);
        let alone = word.case == Case::Title
            && word.elsewhere & 1 == 0
            && word.run_end as usize == token + 1
            && (start == token || titled());
        if free
            && alone
            && let Some(&confidence) = known.get(document.word(token))
        {
            more.push(TaggedName { tokens: token..token + 1, class: NameClass::Person, confidence: confidence * 0.9 });
        }
    }
    names.extend(more);
    names.sort_by_key(|name| name.tokens.start);
}

/// The largest number of tokens in a country's name.
const MAX_COUNTRY_TOKENS: usize = 5;

/// Joins the tokens of countries of several words ("Trinidad and Tobago"), unless they are part of a longer name.
fn join_countries(document: &Document<'_>, table: &WordTable, names: &mut Vec<TaggedName>) {
    let mut whole: Vec<Range<usize>> = Vec::new();
    for sentence in &document.sentences {
        let mut at = sentence.start;
        while at < sentence.end {
            let length = if table.words[at].capital() {
                (2..=MAX_COUNTRY_TOKENS.min(sentence.end - at)).rev().find(|length| {
                    table.words[at + length - 1].capital()
                        && matches!(
                            countries::find(document.span(at..at + length).of(document.text)),
                            Some(Nation::Country(_))
                        )
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
    let mut out: Vec<TaggedName> = Vec::with_capacity(names.len() + whole.len());
    let mut old = std::mem::take(names).into_iter().peekable();
    for country in whole {
        out.extend(std::iter::from_fn(|| old.next_if(|name| name.tokens.end <= country.start)));
        let touched: Vec<TaggedName> =
            std::iter::from_fn(|| old.next_if(|name| name.tokens.start < country.end)).collect();
        let inside = |name: &TaggedName| {
            name.tokens == country
                || (name.class == NameClass::Place
                    && name.tokens.start >= country.start
                    && name.tokens.end <= country.end)
        };
        if touched.iter().all(inside) {
            out.push(TaggedName { tokens: country, class: NameClass::Place, confidence: RULE_CONFIDENCE });
        } else {
            out.extend(touched);
        }
    }
    out.extend(old);
    *names = out;
}

/// Returns the mentions of countries and large cities, for languages that the tagger does not know.
pub(super) fn by_lists(document: &Document<'_>, resources: &Resources<'_>) -> Vec<DetectedMention> {
    let table = words::build(document, resources.clusters, resources.gazetteer);
    let mut found = Vec::new();
    let mut at = 0;
    while at < document.tokens.len() {
        let word = &table.words[at];
        let mut end = at + 1;
        if word.place == 1 {
            while end < document.tokens.len() && table.words[end - 1].place != 3 && table.words[end].place > 1 {
                end += 1;
            }
        }
        let name = document.span(at..end).of(document.text);
        let country = word.names & COUNTRY != 0 || matches!(countries::find(name), Some(Nation::Country(_)));
        // a short word is too often something else in another language
        if word.capital()
            && (country || word.names & BIG_CITY != 0)
            && name.chars().count() > 4
            && word.elsewhere & 1 == 0
            && (country || is_city(document, &table, at..end))
        {
            found.push(DetectedMention {
                tokens: at..end,
                kind: EntityType::Gpe,
                confidence: if country { 0.9 } else { 0.7 },
                value: None,
                title: None,
                list_entry: None,
            });
        }
        at = end;
    }
    found
}

/// Prepositions before a place in other languages.
const PLACE_PREPOSITIONS: [&str; 8] = ["in", "nach", "aus", "bei", "à", "en", "naar", "em"];

/// Returns whether a city's name is not part of another name.
///
/// Counter-examples: "João dos Santos", "Anna Berlin", "Charlotte Baro", "Chicago Herald", "Brighton & Hove".
fn is_city(document: &Document<'_>, table: &WordTable, tokens: Range<usize>) -> bool {
    let sentence = document.sentences.partition_point(|sentence| sentence.end <= tokens.start);
    let sentence = document.sentences.get(sentence).map_or(tokens.clone(), Range::clone);
    let first_name = |token: usize| table.words[token].names & FIRST != 0;
    let before = (sentence.start..tokens.start).rev().find(|&token| !multiword::is_particle(document.word(token)));
    let family =
        before.is_some_and(|before| table.words[before].capital() && (before + 1 < tokens.start || first_name(before)));
    let led = tokens.start > sentence.start && PLACE_PREPOSITIONS.contains(&document.word(tokens.start - 1));
    let goes_on = tokens.end < sentence.end && (table.words[tokens.end].capital() || document.word(tokens.end) == "&");
    let given = first_name(tokens.start) && !led;
    !family && !given && !goes_on
}

/// Returns the full names of people in the headline, standfirst, captions and byline.
pub(super) fn names_around_text(article: &Article, resources: &Resources<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let lines = [article.title.as_deref(), article.description.as_deref()];
    let captions = article.captions.iter().map(|caption| caption.text.as_str());
    for line in lines.into_iter().flatten().chain(captions) {
        let document = document::segment(document::leading_part(line));
        let found = by_tagger(&document, resources);
        names.extend(
            found
                .iter()
                .filter(|found| found.kind == EntityType::Person && found.tokens.len() > 1 && found.confidence > 0.5)
                .map(|found| document.span(found.tokens.clone()).of(document.text).to_owned()),
        );
    }
    names.extend(article.authors.iter().filter(|name| name.split_whitespace().count() > 1).cloned());
    let mut seen = HashSet::new();
    names.retain(|name| seen.insert(loose_key(name)));
    names
}
