//! Watch lists: matching of listed names in a text.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::AhoCorasick;

use super::list_match::ListMatch;
use super::scripts::{is_hangul_syllable, is_unspaced_script};
use super::tsv::{self, Columns, LineError};
use crate::analyze::document::Document;
use crate::analyze::lexicon::name_key::{MatchKey, match_key, trim_key};
use crate::model::Span;
use crate::model::annotation::EntityType;
use crate::text::steps;

const COLUMNS: Columns = Columns { required: &["id", "type", "name"], optional: &["aliases", "case"] };

/// The rule for the letter case of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CaseRule {
    /// The case of the list, or all capitals, as in a headline.
    AsWritten,
    /// The case of the list.
    Exact,
    /// Any case.
    Ignore,
}

/// One line of a list.
#[derive(Debug)]
struct Entry {
    list: Arc<str>,
    id: String,
    kind: EntityType,
}

/// One name of an entry. The patterns of the automaton are these in their order.
#[derive(Debug)]
struct Name {
    entry: usize,
    case: CaseRule,
    /// The match key in the list's letter case.
    written: String,
}

/// The entries of all lists, in the order of the files.
#[derive(Debug, Default)]
pub(super) struct WatchlistEntries {
    entries: Vec<Entry>,
    names: Vec<Name>,
}

/// The compiled lists.
#[derive(Debug)]
pub(super) struct Watchlists {
    entries: Vec<Entry>,
    names: Vec<Name>,
    automaton: AhoCorasick,
}

impl WatchlistEntries {
    pub(super) fn count(&self) -> usize {
        self.entries.len()
    }

    /// Adds a list; when a line is wrong, nothing of it is added.
    pub(super) fn read(&mut self, list: &str, file: &[u8]) -> Result<(), Vec<LineError>> {
        let (entries, names) = (self.entries.len(), self.names.len());
        let list: Arc<str> = list.into();
        let outcome = tsv::read(file, &COLUMNS, |row| {
            let error = |detail: String| LineError::at(row.line, detail);
            let kind = tsv::entity_type(row.cells[1]).map_err(error)?;
            let case = match row.cells[4].to_ascii_lowercase().as_str() {
                "" => CaseRule::AsWritten,
                "exact" => CaseRule::Exact,
                "ignore" => CaseRule::Ignore,
                other => {
                    return Err(error(format!("no case rule is called `{other}`; use exact, ignore or nothing")));
                }
            };
            for name in std::iter::once(row.cells[2]).chain(row.names(3)) {
                let written = trim_key(&match_key(name, false).text).to_owned();
                if !written.contains(char::is_alphanumeric) {
                    return Err(error(format!("`{name}` has no letter or digit to be found by")));
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

    pub(super) fn compile(self) -> Result<Watchlists, LineError> {
        let patterns = self.names.iter().map(|name| match_key(&name.written, true).text);
        let automaton = AhoCorasick::new(patterns)
            .map_err(|error| LineError { line: None, detail: format!("cannot compile the lists: {error}") })?;
        Ok(Watchlists { entries: self.entries, names: self.names, automaton })
    }
}

/// The number of bytes of a token that are searched for signs of an address; a token may be the whole text.
const MAX_ADDRESS_BYTES: usize = 512;

/// A matched name, before overlaps are resolved.
struct Candidate {
    span: Span,
    entry: usize,
}

impl Watchlists {
    pub(super) fn entity_type(&self, entry: usize) -> EntityType {
        self.entries[entry].kind
    }

    pub(super) fn link(&self, entry: usize) -> String {
        format!("watch:{}/{}", self.entries[entry].list, self.entries[entry].id)
    }

    /// Returns whether a name can mean an entry.
    ///
    /// A name of one word can. A longer one must end like a full name of the entry and begin with the same letter.
    pub(super) fn may_refer_to(&self, entry: usize, name: &str) -> bool {
        let first = self.names.partition_point(|name| name.entry < entry);
        let own = self.names.iter().skip(first).take_while(|name| name.entry == entry);
        let mut full = own.filter(|own| own.written.contains(' ')).peekable();
        let name = match_key(name, true).text;
        !name.contains(' ')
            || full.peek().is_none()
            || full.any(|own| {
                let (own, mut words) = (match_key(&own.written, true).text, name.split(' '));
                let mut own = own.split(' ');
                own.next_back() == words.next_back()
                    && own.next().and_then(|word| word.chars().next()) == words.next().and_then(|w| w.chars().next())
            })
    }

    /// Returns the matches: of several that overlap the one that begins first, of those the longest.
    pub(super) fn find(&self, document: &mut Document<'_>) -> Vec<ListMatch> {
        let text = match_key(document.text, true);
        steps::count(text.text.len());
        let mut candidates: Vec<Candidate> = self
            .automaton
            .find_overlapping_iter(&text.text)
            .inspect(|_| steps::count(1))
            .filter_map(|found| {
                let name = &self.names[found.pattern().as_usize()];
                let span = accept(document, &text, found.span().into(), name)?;
                Some(Candidate { span, entry: name.entry })
            })
            .collect();
        let sure = unambiguous_entries(&candidates);
        // what a text names otherwise as well is meant by a name that entries share
        candidates.sort_by_key(|candidate| {
            (
                candidate.span.start,
                std::cmp::Reverse(candidate.span.end),
                !sure.contains(&candidate.entry),
                candidate.entry,
            )
        });
        let mut end = 0;
        candidates.retain(|candidate| {
            let apart = candidate.span.start >= end;
            end = if apart { candidate.span.end } else { end };
            apart
        });
        let cuts: Vec<usize> =
            candidates.iter().flat_map(|candidate| [candidate.span.start, candidate.span.end]).collect();
        document.split_tokens_at(&cuts);
        candidates
            .into_iter()
            .map(|candidate| {
                let start = document.tokens.partition_point(|token| token.span.start < candidate.span.start);
                let end = document.tokens.partition_point(|token| token.span.start < candidate.span.end);
                ListMatch { tokens: start..end, entry: candidate.entry }
            })
            .collect()
    }
}

/// Returns the entries that some name in the text means alone.
fn unambiguous_entries(candidates: &[Candidate]) -> HashSet<usize> {
    let mut of: HashMap<Span, Option<usize>> = HashMap::new();
    for candidate in candidates {
        let one = of.entry(candidate.span).or_insert(Some(candidate.entry));
        *one = one.filter(|entry| *entry == candidate.entry);
    }
    of.into_values().flatten().collect()
}

/// Returns the bytes of the text that a match of the automaton covers.
///
/// It is `None` within a longer word, an address, a handle or a tag, and for a case that the rule does not allow.
fn accept(document: &Document<'_>, key: &MatchKey, found: Range<usize>, name: &Name) -> Option<Span> {
    let span = source_span(document.text, key, &found)?;
    let (first, last) = (span.of(document.text).chars().next()?, span.of(document.text).chars().next_back()?);
    let before = document.text.get(..span.start)?;
    let after = document.text.get(span.end..)?;
    let free = may_start_after(before, first) && may_end_before(after, last) && !in_address(document, span);
    (free && matches_case(name, span.of(document.text))).then(|| with_final_stop(document, span))
}

/// Returns the source of a match; `None` when it begins or ends within the expansion of one character.
fn source_span(text: &str, key: &MatchKey, found: &Range<usize>) -> Option<Span> {
    let start = key.offsets[found.start];
    let last = key.offsets[found.end - 1];
    let broken = |at: usize| at > 0 && at < key.offsets.len() && key.offsets[at] == key.offsets[at - 1];
    if broken(found.start) || broken(found.end) {
        return None;
    }
    let limit = key.offsets.get(found.end).copied().unwrap_or(text.len());
    // marks that hang on the last letter go with it
    let mut rest = text.get(last..limit)?.chars();
    let mut end = last + rest.next()?.len_utf8();
    end += rest.take_while(|c| unicode_normalization::char::is_combining_mark(*c)).map(char::len_utf8).sum::<usize>();
    Some(Span::new(start, end))
}

/// Returns a span with the full stop that belongs to its last token: "U.N.", "Acme Inc.".
fn with_final_stop(document: &Document<'_>, span: Span) -> Span {
    let place = document.tokens.partition_point(|token| token.span.end < span.end);
    let stop = document.tokens.get(place).filter(|token| token.span.start < span.end && token.span.end == span.end + 1);
    let end = stop.filter(|token| token.span.of(document.text).ends_with('.')).map_or(span.end, |token| token.span.end);
    Span::new(span.start, end)
}

/// Returns whether a name may begin after the text before it.
fn may_start_after(before: &str, first: char) -> bool {
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
        c => !c.is_alphanumeric() || is_unspaced_script(c) || is_unspaced_script(first),
    }
}

/// Returns whether a name may end before the text after it.
fn may_end_before(after: &str, last: char) -> bool {
    let mut next = after.chars();
    let Some(c) = next.next() else { return true };
    match c {
        '_' | '@' => false,
        '.' => !next.next().is_some_and(|c| c.is_lowercase() || c.is_ascii_digit()),
        c => {
            !c.is_alphanumeric()
                || is_unspaced_script(c)
                || is_unspaced_script(last)
                || (is_hangul_syllable(c) && is_hangul_syllable(last))
        }
    }
}

/// Returns whether a name stands within a web or mail address, a handle or a tag.
fn in_address(document: &Document<'_>, span: Span) -> bool {
    let place = document.tokens.partition_point(|token| token.span.end <= span.start);
    document.tokens.get(place).is_some_and(|token| {
        let word = token.span.of(document.text);
        // a token may be the whole text, and hold a name everywhere
        let word = word.get(..word.floor_char_boundary(MAX_ADDRESS_BYTES)).unwrap_or(word);
        token.span.contains(span)
            && token.span != span
            && (word.contains("://") || word.contains('@') || word.starts_with("www.") || word.starts_with('#'))
    })
}

/// Returns whether a name is written as its case rule allows.
fn matches_case(name: &Name, words: &str) -> bool {
    let written = match_key(words, false).text;
    let written = trim_key(&written);
    let raised = || {
        let (mut a, mut b) = (written.chars(), name.written.chars());
        matches!((a.next(), b.next()), (Some(a), Some(b)) if b.to_uppercase().eq([a])) && a.eq(b)
    };
    match name.case {
        CaseRule::Ignore => true,
        CaseRule::Exact => written == name.written,
        CaseRule::AsWritten => written == name.written || !written.contains(char::is_lowercase) || raised(),
    }
}
