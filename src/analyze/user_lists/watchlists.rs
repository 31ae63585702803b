//! Names of watch lists in a text.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::AhoCorasick;

use super::list_match::Sighting;
use super::scripts::{hangul, unspaced};
use super::tsv::{self, Columns, Fault};
use crate::analyze::document::Document;
use crate::analyze::lexicon::name_key::{Plain, bare, plain};
use crate::model::Span;
use crate::model::annotation::EntityType;
use crate::text::steps;

const COLUMNS: Columns = Columns { needed: &["id", "type", "name"], more: &["aliases", "case"] };

/// What a name's case may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    /// As it is written in the list, or all in capitals, as in a headline.
    Written,
    /// As it is written in the list.
    Exact,
    /// Any.
    Ignore,
}

/// One line of a list.
#[derive(Debug)]
struct Entry {
    list: Arc<str>,
    id: String,
    kind: EntityType,
}

/// One name of an entry; the names of the automaton are these in their order.
#[derive(Debug)]
struct Name {
    entry: usize,
    case: Case,
    /// Plain, in the list's case.
    written: String,
}

/// The entries of all lists, in the order of the files.
#[derive(Debug, Default)]
pub(super) struct Entries {
    entries: Vec<Entry>,
    names: Vec<Name>,
}

/// The lists compiled.
#[derive(Debug)]
pub(super) struct Watch {
    entries: Vec<Entry>,
    names: Vec<Name>,
    automaton: AhoCorasick,
}

impl Entries {
    pub(super) fn count(&self) -> usize {
        self.entries.len()
    }

    /// Adds a list, or nothing of it when a line is wrong.
    pub(super) fn read(&mut self, list: &str, file: &[u8]) -> Result<(), Vec<Fault>> {
        let (entries, names) = (self.entries.len(), self.names.len());
        let list: Arc<str> = list.into();
        let outcome = tsv::read(file, &COLUMNS, |row| {
            let fault = |detail: String| Fault::at(row.line, detail);
            let kind = tsv::kind(row.cells[1]).map_err(fault)?;
            let case = match row.cells[4].to_ascii_lowercase().as_str() {
                "" => Case::Written,
                "exact" => Case::Exact,
                "ignore" => Case::Ignore,
                other => return Err(fault(format!("no case rule is called `{other}`; use exact, ignore or nothing"))),
            };
            for name in std::iter::once(row.cells[2]).chain(row.names(3)) {
                let written = bare(&plain(name, false).text).to_owned();
                if !written.contains(char::is_alphanumeric) {
                    return Err(fault(format!("`{name}` has no letter or digit to be found by")));
                }
                self.names.push(Name { entry: self.entries.len(), case, written });
            }
            self.entries.push(Entry { list: Arc::clone(&list), id: row.cells[0].to_owned(), kind });
            Ok(())
        });
        if outcome.is_err() {
            self.entries.truncate(entries);
            self.names.truncate(names);
        }
        outcome
    }

    pub(super) fn compile(self) -> Result<Watch, Fault> {
        let patterns = self.names.iter().map(|name| plain(&name.written, true).text);
        let automaton = AhoCorasick::new(patterns)
            .map_err(|error| Fault { line: None, detail: format!("cannot compile the lists: {error}") })?;
        Ok(Watch { entries: self.entries, names: self.names, automaton })
    }
}

/// Bytes of a token in which the marks of an address are looked for.
const LONGEST: usize = 512;

/// A name found, before names that overlap are parted.
struct Hit {
    span: Span,
    entry: usize,
}

impl Watch {
    pub(super) fn kind(&self, entry: usize) -> EntityType {
        self.entries[entry].kind
    }

    pub(super) fn link(&self, entry: usize) -> String {
        format!("watch:{}/{}", self.entries[entry].list, self.entries[entry].id)
    }

    /// A name of one word speaks for nobody; of longer ones one must end like the entry's and begin alike.
    pub(super) fn may_mean(&self, entry: usize, name: &str) -> bool {
        let first = self.names.partition_point(|name| name.entry < entry);
        let own = self.names.iter().skip(first).take_while(|name| name.entry == entry);
        let mut full = own.filter(|own| own.written.contains(' ')).peekable();
        let name = plain(name, true).text;
        !name.contains(' ')
            || full.peek().is_none()
            || full.any(|own| {
                let (own, mut words) = (plain(&own.written, true).text, name.split(' '));
                let mut own = own.split(' ');
                own.next_back() == words.next_back()
                    && own.next().and_then(|word| word.chars().next()) == words.next().and_then(|w| w.chars().next())
            })
    }

    /// Finds the names: where several overlap, the one that begins first, of those the longest.
    pub(super) fn sight(&self, layer: &mut Document<'_>) -> Vec<Sighting> {
        let text = plain(layer.text, true);
        steps::count(text.text.len());
        let mut hits: Vec<Hit> = self
            .automaton
            .find_overlapping_iter(&text.text)
            .inspect(|_| steps::count(1))
            .filter_map(|found| {
                let name = &self.names[found.pattern().as_usize()];
                let span = admit(layer, &text, found.span().into(), name)?;
                Some(Hit { span, entry: name.entry })
            })
            .collect();
        let sure = unshared(&hits);
        // what a text names otherwise as well is meant by a name that entries share
        hits.sort_by_key(|hit| {
            (hit.span.start, std::cmp::Reverse(hit.span.end), !sure.contains(&hit.entry), hit.entry)
        });
        let mut end = 0;
        hits.retain(|hit| {
            let apart = hit.span.start >= end;
            end = if apart { hit.span.end } else { end };
            apart
        });
        let cuts: Vec<usize> = hits.iter().flat_map(|hit| [hit.span.start, hit.span.end]).collect();
        layer.cut_at(&cuts);
        hits.into_iter()
            .map(|hit| {
                let start = layer.tokens.partition_point(|token| token.span.start < hit.span.start);
                let end = layer.tokens.partition_point(|token| token.span.start < hit.span.end);
                Sighting { tokens: start..end, entry: hit.entry }
            })
            .collect()
    }
}

/// Entries that some name in the text means alone.
fn unshared(hits: &[Hit]) -> HashSet<usize> {
    let mut of: HashMap<Span, Option<usize>> = HashMap::new();
    for hit in hits {
        let one = of.entry(hit.span).or_insert(Some(hit.entry));
        *one = one.filter(|entry| *entry == hit.entry);
    }
    of.into_values().flatten().collect()
}

/// The bytes of the text that a match of the automaton stands for; `None` when it stands within a longer word, an
/// address, a handle or a tag, or is written in a case that its rule does not allow.
fn admit(layer: &Document<'_>, plain: &Plain, found: Range<usize>, name: &Name) -> Option<Span> {
    let span = source(layer.text, plain, &found)?;
    let (first, last) = (span.of(layer.text).chars().next()?, span.of(layer.text).chars().next_back()?);
    let before = layer.text.get(..span.start)?;
    let after = layer.text.get(span.end..)?;
    let free = opens(before, first) && closes(after, last) && !in_address(layer, span);
    (free && fits(name, span.of(layer.text))).then(|| whole(layer, span))
}

/// The source of a match: `None` when it begins or ends within what one character became.
fn source(text: &str, plain: &Plain, found: &Range<usize>) -> Option<Span> {
    let start = plain.from[found.start];
    let last = plain.from[found.end - 1];
    let broken = |at: usize| at > 0 && at < plain.from.len() && plain.from[at] == plain.from[at - 1];
    if broken(found.start) || broken(found.end) {
        return None;
    }
    let limit = plain.from.get(found.end).copied().unwrap_or(text.len());
    // marks that hang on the last letter go with it
    let mut rest = text.get(last..limit)?.chars();
    let mut end = last + rest.next()?.len_utf8();
    end += rest.take_while(|c| unicode_normalization::char::is_combining_mark(*c)).map(char::len_utf8).sum::<usize>();
    Some(Span::new(start, end))
}

/// With the full stop that belongs to its last token: "U.N.", "Acme Inc.".
fn whole(layer: &Document<'_>, span: Span) -> Span {
    let place = layer.tokens.partition_point(|token| token.span.end < span.end);
    let stop = layer.tokens.get(place).filter(|token| token.span.start < span.end && token.span.end == span.end + 1);
    let end = stop.filter(|token| token.span.of(layer.text).ends_with('.')).map_or(span.end, |token| token.span.end);
    Span::new(span.start, end)
}

/// Whether a name may begin after what stands before it.
fn opens(before: &str, first: char) -> bool {
    let mut back = before.chars().rev();
    let Some(c) = back.next() else { return true };
    match c {
        '@' | '#' | '_' => false,
        // "l'ONU", "anti-Baro", but not "O'Baro", "Jean-Baro"
        '\'' | '’' | '-' | '‐' | '‑' => {
            let word: Vec<char> = back.take_while(|c| c.is_alphanumeric()).take(24).collect();
            let raised = word.last().is_some_and(|c| c.is_uppercase());
            !raised || (matches!(c, '\'' | '’') && !matches!(word.as_slice(), ['O' | 'D']))
        }
        c => !c.is_alphanumeric() || unspaced(c) || unspaced(first),
    }
}

/// Whether a name may end before what stands after it.
fn closes(after: &str, last: char) -> bool {
    let mut next = after.chars();
    let Some(c) = next.next() else { return true };
    match c {
        '_' | '@' => false,
        '.' => !next.next().is_some_and(|c| c.is_lowercase() || c.is_ascii_digit()),
        c => !c.is_alphanumeric() || unspaced(c) || unspaced(last) || (hangul(c) && hangul(last)),
    }
}

/// Whether a name stands within an address of the web or of mail, a handle or a tag.
fn in_address(layer: &Document<'_>, span: Span) -> bool {
    let place = layer.tokens.partition_point(|token| token.span.end <= span.start);
    layer.tokens.get(place).is_some_and(|token| {
        let word = token.span.of(layer.text);
        // a token may be the whole text, and hold a name everywhere
        let word = word.get(..word.floor_char_boundary(LONGEST)).unwrap_or(word);
        token.span.contains(span)
            && token.span != span
            && (word.contains("://") || word.contains('@') || word.starts_with("www.") || word.starts_with('#'))
    })
}

/// Whether a name is written as its case rule allows.
fn fits(name: &Name, words: &str) -> bool {
    let written = plain(words, false).text;
    let written = bare(&written);
    let raised = || {
        let (mut a, mut b) = (written.chars(), name.written.chars());
        matches!((a.next(), b.next()), (Some(a), Some(b)) if b.to_uppercase().eq([a])) && a.eq(b)
    };
    match name.case {
        Case::Ignore => true,
        Case::Exact => written == name.written,
        Case::Written => written == name.written || !written.contains(char::is_lowercase) || raised(),
    }
}
