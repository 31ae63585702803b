//! A document as quotes and coreference need it: normalised words, quoted spans, and sentences that do not end inside
//! marks.

mod dialogue_dashes;
mod double_quotes;
mod quoted_span;
mod single_quotes;

use std::ops::Range;

pub(super) use self::quoted_span::QuotedSpan;

use super::document::Document;
use super::lexicon::speech::{self, Cue};
use crate::model::Span;
use crate::text::steps;

/// A document prepared for quotes and coreference. Everything is indexed by token.
pub(in crate::analyze) struct Discourse<'a> {
    pub(in crate::analyze) document: &'a Document<'a>,
    pub(in crate::analyze) words: Vec<DiscourseToken>,
    /// The stretches in quotation marks, in order; none overlap.
    pub(in crate::analyze) quoted_spans: Vec<QuotedSpan>,
    /// The sentences as ranges of tokens, in order; none ends inside quotation marks.
    pub(in crate::analyze) utterance_sentences: Vec<Range<usize>>,
}

/// A token with what quotes and coreference ask of it.
pub(in crate::analyze) struct DiscourseToken {
    /// The word in lower case, with straight apostrophes and without a possessive ending.
    pub(in crate::analyze) lower: String,
    pub(in crate::analyze) class: TokenClass,
    /// The cue that the word is, if any.
    pub(in crate::analyze) cue: Option<Cue>,
    /// The index into `Discourse::quoted_spans` of the marks around it; the marks themselves included.
    pub(in crate::analyze) quoted: Option<u32>,
    pub(in crate::analyze) possessive: bool,
}

/// The class of a token by its characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::analyze) enum TokenClass {
    /// A quotation mark or an apostrophe alone.
    Mark,
    /// Other punctuation.
    Punct,
    /// A word that begins with a digit.
    Number,
    /// A word that begins with a capital.
    Upper,
    /// Any other word.
    Lower,
}

impl<'a> Discourse<'a> {
    /// Prepares a document. O(n).
    pub(in crate::analyze) fn new(document: &'a Document<'a>) -> Self {
        let mut quoted_spans = double_quotes::find(document);
        dialogue_dashes::add(document, &mut quoted_spans);
        let mut words = Vec::with_capacity(document.tokens.len());
        let mut next = 0;
        for token in &document.tokens {
            while quoted_spans.get(next).is_some_and(|q| q.outer.end <= token.span.start) {
                next += 1;
            }
            let inside = quoted_spans.get(next).is_some_and(|q| q.outer.start < token.span.end);
            words.push(word(token.span.of(document.text), inside.then_some(next as u32)));
        }
        for i in 1..words.len() {
            // A possessive's ending is a token of its own.
            if words[i].lower == "'s" {
                words[i - 1].possessive = true;
            }
        }
        let utterance_sentences = utterance_sentences(document, &words);
        Self { document, words, quoted_spans, utterance_sentences }
    }

    pub(in crate::analyze) fn lower(&self, token: usize) -> &str {
        steps::count(1);
        self.words.get(token).map_or("", |w| &w.lower)
    }

    pub(in crate::analyze) fn class(&self, token: usize) -> TokenClass {
        steps::count(1);
        self.words.get(token).map_or(TokenClass::Punct, |w| w.class)
    }

    /// Returns the index of the first token that starts at or after a byte.
    pub(in crate::analyze) fn token_at(&self, byte: usize) -> usize {
        self.document.tokens.partition_point(|t| t.span.start < byte)
    }

    /// Returns the tokens that lie in a span of bytes.
    pub(in crate::analyze) fn tokens(&self, span: Span) -> Range<usize> {
        let start = self.token_at(span.start);
        start..self.document.tokens.partition_point(|t| t.span.end <= span.end).max(start)
    }

    pub(in crate::analyze) fn is_word(&self, token: usize) -> bool {
        !matches!(self.class(token), TokenClass::Mark | TokenClass::Punct)
    }

    /// Returns a range without punctuation and marks at its ends; it may be empty.
    pub(in crate::analyze) fn trim_punctuation(&self, mut tokens: Range<usize>) -> Range<usize> {
        while !tokens.is_empty() && !self.is_word(tokens.start) {
            tokens.start += 1;
        }
        while !tokens.is_empty() && !self.is_word(tokens.end - 1) {
            tokens.end -= 1;
        }
        tokens
    }
}

fn word(text: &str, quoted: Option<u32>) -> DiscourseToken {
    steps::count(text.len());
    let first = text.chars().next().unwrap_or(' ');
    let class = if matches!(first, '"' | '“' | '”' | '„' | '«' | '»' | '‟' | '＂')
        || text.chars().all(|c| matches!(c, '\'' | '‘' | '’' | '`' | '‹' | '›' | '‚'))
    {
        TokenClass::Mark
    } else if first.is_numeric() {
        TokenClass::Number
    } else if first.is_uppercase() {
        TokenClass::Upper
    } else if text.chars().any(char::is_alphanumeric) {
        TokenClass::Lower
    } else {
        TokenClass::Punct
    };
    let mut lower = text.to_lowercase();
    if lower.contains('’') {
        lower = lower.replace('’', "'");
    }
    let possessive = lower.ends_with("'s");
    if possessive && lower.len() > 2 {
        lower.truncate(lower.len() - 2);
    }
    let cue = if possessive { None } else { speech::find_cue(&lower) };
    DiscourseToken { lower, class, cue, quoted, possessive }
}

/// Returns the sentences, joined where they were cut inside marks, after an abbreviation, or between a quote and its
/// "she said".
fn utterance_sentences(document: &Document<'_>, words: &[DiscourseToken]) -> Vec<Range<usize>> {
    let mut utterance_sentences: Vec<Range<usize>> = Vec::new();
    let mut paragraphs = document.paragraphs.iter();
    let mut paragraph = 0..0;
    for sentence in &document.sentences {
        while paragraph.end <= sentence.start {
            let Some(next) = paragraphs.next() else { break };
            paragraph = next.clone();
        }
        let joined = sentence.start > paragraph.start && continues_sentence(words, sentence.start);
        match utterance_sentences.last_mut() {
            Some(unit) if joined => unit.end = sentence.end,
            _ => utterance_sentences.push(sentence.clone()),
        }
    }
    utterance_sentences
}

/// Returns whether the sentence that starts at this token belongs to the one before.
fn continues_sentence(words: &[DiscourseToken], start: usize) -> bool {
    let (Some(word), Some(before)) = (words.get(start), start.checked_sub(1).and_then(|b| words.get(b))) else {
        return false;
    };
    if word.quoted.is_some() && word.quoted == before.quoted {
        return true;
    }
    let stop = if before.class == TokenClass::Mark { start.checked_sub(2) } else { start.checked_sub(1) };
    let abbreviated = before.lower == "."
        && start >= 2
        && words.get(start - 2).is_some_and(|w| {
            let dotted = format!("{}.", w.lower);
            w.class == TokenClass::Upper
                && (w.lower.len() == 1 || (speech::is_person_title(&dotted) && dotted.len() < 6))
        });
    let lower = word.class == TokenClass::Lower && stop.is_some();
    // “Why?” Smith asked. “No!” Smith said to the crowd.
    let tag = before.class == TokenClass::Mark && before.quoted.is_some() && {
        let verb = (start..start + 6).find(|i| words.get(*i).is_none_or(|w| w.cue.is_some() || w.quoted.is_some()));
        let loud = start >= 2 && matches!(words[start - 2].lower.as_str(), "?" | "!");
        verb.filter(|v| *v > start && words.get(*v).is_some_and(|w| w.cue.is_some())).is_some_and(|v| {
            // “Why?” She replied: “Why not?”
            let leads = words.get(v + 2).is_some_and(|w| w.quoted.is_some());
            !leads
                && words.get(v + 1).is_none_or(|w| {
                    let on = speech::is_preposition(&w.lower) || w.lower == "to" || w.lower.ends_with("ly");
                    w.class == TokenClass::Punct || (loud && on)
                })
        })
    };
    abbreviated || lower || tag
}
