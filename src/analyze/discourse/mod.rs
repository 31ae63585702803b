//! A text as the quote finder reads it: words in a normal form, what stands in marks, sentences that respect marks.

mod dialogue_dashes;
mod double_quotes;
mod quoted_span;
mod single_quotes;

use std::ops::Range;

pub(super) use self::quoted_span::Quoted;

use super::document::Document;
use super::lexicon::speech::{self as lexicon, Cue};
use crate::model::Span;
use crate::text::steps;

/// A text read for quotes. Everything is indexed by token.
pub(in crate::analyze) struct Reading<'a> {
    pub(in crate::analyze) layer: &'a Document<'a>,
    pub(in crate::analyze) words: Vec<Word>,
    /// What stands in marks, in order and apart.
    pub(in crate::analyze) quoted: Vec<Quoted>,
    /// Sentences, except that none ends inside marks; ranges of tokens, in order.
    pub(in crate::analyze) units: Vec<Range<usize>>,
}

/// One token.
pub(in crate::analyze) struct Word {
    /// In lower case, straight apostrophes, without a possessive's ending.
    pub(in crate::analyze) lower: String,
    pub(in crate::analyze) class: Class,
    /// What it tells of speaking.
    pub(in crate::analyze) cue: Option<Cue>,
    /// Index into `Reading::quoted` of the marks it stands in; marks themselves included.
    pub(in crate::analyze) quoted: Option<u32>,
    pub(in crate::analyze) possessive: bool,
}

/// What a token looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::analyze) enum Class {
    /// A quotation mark or an apostrophe alone.
    Mark,
    /// Other punctuation.
    Punct,
    /// Begins with a digit.
    Number,
    /// Begins with a capital.
    Upper,
    /// Any other word.
    Lower,
}

impl<'a> Reading<'a> {
    /// Reads a text. O(n).
    pub(in crate::analyze) fn new(layer: &'a Document<'a>) -> Self {
        let mut quoted = double_quotes::pair(layer);
        dialogue_dashes::add(layer, &mut quoted);
        let mut words = Vec::with_capacity(layer.tokens.len());
        let mut next = 0;
        for token in &layer.tokens {
            while quoted.get(next).is_some_and(|q| q.outer.end <= token.span.start) {
                next += 1;
            }
            let inside = quoted.get(next).is_some_and(|q| q.outer.start < token.span.end);
            words.push(word(token.span.of(layer.text), inside.then_some(next as u32)));
        }
        for i in 1..words.len() {
            // A possessive's ending is a token of its own.
            if words[i].lower == "'s" {
                words[i - 1].possessive = true;
            }
        }
        let units = units(layer, &words);
        Self { layer, words, quoted, units }
    }

    pub(in crate::analyze) fn lower(&self, token: usize) -> &str {
        steps::count(1);
        self.words.get(token).map_or("", |w| &w.lower)
    }

    pub(in crate::analyze) fn class(&self, token: usize) -> Class {
        steps::count(1);
        self.words.get(token).map_or(Class::Punct, |w| w.class)
    }

    /// Index of the first token that starts at or after a byte.
    pub(in crate::analyze) fn token_at(&self, byte: usize) -> usize {
        self.layer.tokens.partition_point(|t| t.span.start < byte)
    }

    /// The tokens that lie in a span of bytes.
    pub(in crate::analyze) fn tokens(&self, span: Span) -> Range<usize> {
        let start = self.token_at(span.start);
        start..self.layer.tokens.partition_point(|t| t.span.end <= span.end).max(start)
    }

    pub(in crate::analyze) fn is_word(&self, token: usize) -> bool {
        !matches!(self.class(token), Class::Mark | Class::Punct)
    }

    /// Without punctuation and marks at the ends; may be empty.
    pub(in crate::analyze) fn shorn(&self, mut tokens: Range<usize>) -> Range<usize> {
        while !tokens.is_empty() && !self.is_word(tokens.start) {
            tokens.start += 1;
        }
        while !tokens.is_empty() && !self.is_word(tokens.end - 1) {
            tokens.end -= 1;
        }
        tokens
    }
}

fn word(text: &str, quoted: Option<u32>) -> Word {
    steps::count(text.len());
    let first = text.chars().next().unwrap_or(' ');
    let class = if matches!(first, '"' | '“' | '”' | '„' | '«' | '»' | '‟' | '＂')
        || text.chars().all(|c| matches!(c, '\'' | '‘' | '’' | '`' | '‹' | '›' | '‚'))
    {
        Class::Mark
    } else if first.is_numeric() {
        Class::Number
    } else if first.is_uppercase() {
        Class::Upper
    } else if text.chars().any(char::is_alphanumeric) {
        Class::Lower
    } else {
        Class::Punct
    };
    let mut lower = text.to_lowercase();
    if lower.contains('’') {
        lower = lower.replace('’', "'");
    }
    let possessive = lower.ends_with("'s");
    if possessive && lower.len() > 2 {
        lower.truncate(lower.len() - 2);
    }
    let cue = if possessive { None } else { lexicon::cue(&lower) };
    Word { lower, class, cue, quoted, possessive }
}

/// Joins sentences that were cut inside marks, after an abbreviation, or between a quote and its "she said".
fn units(layer: &Document<'_>, words: &[Word]) -> Vec<Range<usize>> {
    let mut units: Vec<Range<usize>> = Vec::new();
    let mut paragraphs = layer.paragraphs.iter();
    let mut paragraph = 0..0;
    for sentence in &layer.sentences {
        while paragraph.end <= sentence.start {
            let Some(next) = paragraphs.next() else { break };
            paragraph = next.clone();
        }
        let joined = sentence.start > paragraph.start && goes_on(words, sentence.start);
        match units.last_mut() {
            Some(unit) if joined => unit.end = sentence.end,
            _ => units.push(sentence.clone()),
        }
    }
    units
}

/// Whether the sentence that starts at this token belongs to the one before.
fn goes_on(words: &[Word], start: usize) -> bool {
    let (Some(word), Some(before)) = (words.get(start), start.checked_sub(1).and_then(|b| words.get(b))) else {
        return false;
    };
    if word.quoted.is_some() && word.quoted == before.quoted {
        return true;
    }
    let stop = if before.class == Class::Mark { start.checked_sub(2) } else { start.checked_sub(1) };
    let abbreviated = before.lower == "."
        && start >= 2
        && words.get(start - 2).is_some_and(|w| {
            let dotted = format!("{}.", w.lower);
            w.class == Class::Upper && (w.lower.len() == 1 || (lexicon::title(&dotted) && dotted.len() < 6))
        });
    let lower = word.class == Class::Lower && stop.is_some();
    // “Why?” Smith asked. “No!” Smith said to the crowd.
    let tag = before.class == Class::Mark && before.quoted.is_some() && {
        let verb = (start..start + 6).find(|i| words.get(*i).is_none_or(|w| w.cue.is_some() || w.quoted.is_some()));
        let loud = start >= 2 && matches!(words[start - 2].lower.as_str(), "?" | "!");
        verb.filter(|v| *v > start && words.get(*v).is_some_and(|w| w.cue.is_some())).is_some_and(|v| {
            // “Why?” She replied: “Why not?”
            let leads = words.get(v + 2).is_some_and(|w| w.quoted.is_some());
            !leads
                && words.get(v + 1).is_none_or(|w| {
                    let on = lexicon::preposition(&w.lower) || w.lower == "to" || w.lower.ends_with("ly");
                    w.class == Class::Punct || (loud && on)
                })
        })
    };
    abbreviated || lower || tag
}
