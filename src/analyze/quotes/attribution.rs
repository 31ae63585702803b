//! One cue with what it introduces and whom it names.

use std::ops::Range;

use crate::analyze::discourse::{Class, Reading};
use crate::analyze::lexicon::speech::{self as lexicon, Form};

/// One cue's attribution, in tokens.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Attribution {
    /// The cue's word.
    pub cue: usize,
    /// Whom it names, marks and titles included.
    pub source: Option<Range<usize>>,
    /// What is said, in order and apart.
    pub contents: Vec<Range<usize>>,
    /// 0..1
    pub confidence: f32,
}

/// Tokens between a quote and its cue at the most.
const REACH: usize = 30;

/// The attribution of a quote in marks by a cue of the same sentence: by position alone, so in any language.
pub(super) fn direct(reading: &Reading<'_>, unit: &Range<usize>, cue: usize) -> Option<Attribution> {
    let word = reading.words.get(cue).filter(|w| w.quoted.is_none())?;
    if matches!(word.cue?.form, Form::Noun | Form::According) {
        return None;
    }
    let before = (unit.start..cue).rev().take(REACH).find(|i| reading.words[*i].quoted.is_some());
    let after = (cue + 1..unit.end).take(REACH).find(|i| reading.words[*i].quoted.is_some());
    let near = |at: usize| {
        let quoted = reading.words.get(at)?.quoted?;
        // Marks with nothing between them say nothing.
        Some(quote_tokens(reading, quoted, unit)).filter(|tokens| !tokens.is_empty())
    };
    let between_cues =
        |range: Range<usize>| range.clone().any(|i| reading.words[i].cue.is_some_and(|c| c.form != Form::Noun));
    let tag = before.filter(|b| !between_cues(*b + 1..cue)).and_then(near);
    let lead = after.filter(|a| !between_cues(cue + 1..*a)).and_then(near);
    let mut contents = Vec::new();
    if let Some(quote) = tag.clone() {
        contents.push(quote);
    }
    if let Some(quote) = lead.clone()
        && !contents.contains(&quote)
    {
        contents.push(quote);
    }
    if contents.is_empty() {
        return None;
    }
    let source = match (&tag, before) {
        (Some(_), Some(b)) => {
            let gap = reading.shorn(b + 1..cue);
            let mut gap = gap.start..skip_back(reading, gap.clone());
            let foreign = word.cue.is_some_and(|c| c.form == Form::Foreign);
            while foreign && gap.end > gap.start && lexicon::auxiliary(reading.lower(gap.end - 1)) {
                gap.end -= 1;
            }
            let stop = after.unwrap_or(unit.end).min(cue + REACH);
            if gap.is_empty() { following(reading, cue + 1..stop) } else { preceding(reading, gap) }
        }
        _ => preceding(reading, unit.start..skip_back(reading, unit.start..cue)),
    };
    Some(Attribution { cue, source, contents, confidence: 0.8 })
}

/// The tokens of a quoted stretch within a sentence, without its marks.
pub(super) fn quote_tokens(reading: &Reading<'_>, quoted: u32, unit: &Range<usize>) -> Range<usize> {
    let tokens = reading.tokens(reading.quoted[quoted as usize].inner);
    tokens.start.max(unit.start)..tokens.end.min(unit.end).max(tokens.start.max(unit.start))
}

/// Verbs that stand beside a quote for no other reason than to attribute it.
const PLAIN: [&str; 16] = [
    "say", "tell", "ask", "write", "add", "reply", "tweet", "explain", "answer", "respond", "continue", "argue",
    "insist", "declare", "recall", "quip",
];

/// Whether a cue alone, by its place, is proof enough.
pub(super) fn plain(reading: &Reading<'_>, cue: usize) -> bool {
    reading.words[cue].cue.is_some_and(|c| {
        c.form == Form::Foreign || (matches!(c.form, Form::Past | Form::Third) && PLAIN.contains(&c.lemma))
    })
}

/// Cuts contents back to a quotation that they overrun: a whole sentence in marks has its own bounds.
pub(super) fn fit_marks(reading: &Reading<'_>, attribution: &mut Attribution) {
    for content in &mut attribution.contents {
        let shorn = reading.shorn(content.clone());
        let Some(mut at) = shorn.clone().find(|i| reading.words[*i].quoted.is_some()) else { continue };
        if at > shorn.start && reading.class(at) != Class::Mark {
            continue;
        }
        // A colon, or a comma and a capital, before the marks: what stands before them is not said.
        let opener = (at > 0).then(|| reading.lower(at - 1));
        let capital = (at..shorn.end).find(|i| reading.is_word(*i)).is_some_and(|i| reading.class(i) == Class::Upper);
        if at > shorn.start && (opener == Some(":") || (opener == Some(",") && capital)) {
            content.start = at;
        } else if at > shorn.start {
            continue;
        }
        let quoted = reading.words[at].quoted;
        while at < content.end && reading.words[at].quoted == quoted {
            at += 1;
        }
        let stop = (at >= 2).then(|| reading.lower(at - 2));
        if at < shorn.end && stop.is_some_and(|s| matches!(s, "," | "." | "?" | "!")) {
            content.end = at;
        }
    }
}

/// Whether a content is a short title in marks after "in", "the", "NBC's": something named, not said.
pub(super) fn entitled(reading: &Reading<'_>, content: &Range<usize>) -> bool {
    let tokens = reading.shorn(content.clone());
    let Some(quoted) = reading.words.get(tokens.start).and_then(|w| w.quoted) else { return false };
    let whole = tokens == reading.shorn(reading.tokens(reading.quoted[quoted as usize].inner));
    let before = tokens.start.checked_sub(2).map(|i| (i, reading.lower(i)));
    let named = before.is_some_and(|(i, lower)| {
        reading.words[i].quoted.is_none()
            && (lexicon::preposition(lower) || lexicon::determiner(lower) || lower == "'s" || lower == "called")
    });
    whole && named && capitals(reading, tokens)
}

/// Whether all words but the smallest of a short stretch begin with capitals, and nothing ends a sentence.
pub(super) fn capitals(reading: &Reading<'_>, tokens: Range<usize>) -> bool {
    let small = |i: &usize| reading.lower(*i).chars().count() < 4;
    let ends = matches!(reading.lower(tokens.end), "." | "?" | "!") && reading.words[tokens.end].quoted.is_some();
    let ends = ends && reading.words.get(tokens.end + 1).is_some_and(|w| w.quoted.is_some()) && tokens.len() > 3;
    tokens.len() < 8
        && !ends
        && tokens.filter(|i| reading.is_word(*i) && !small(i)).all(|i| reading.class(i) != Class::Lower)
}

/// Whoever stands before an apposition that the tagger took for the source: "Mary Holt, a baker and a mother, said".
pub(super) fn past_apposition(
    reading: &Reading<'_>,
    unit: &Range<usize>,
    attribution: &Attribution,
) -> Option<Range<usize>> {
    let source = attribution.source.as_ref()?;
    let end = skip_back(reading, unit.start..attribution.cue);
    let apposed =
        end > unit.start && reading.lower(end - 1) == "," && reading.shorn(source.start..end).end == source.end;
    if !apposed || source.contains(&(end - 1)) || reading.lower(source.start) == "who" {
        return None;
    }
    let before = preceding(reading, unit.start..end)?;
    (before.end < source.start).then_some(before)
}

/// Lengthens a source to the verb it is the subject of: "The former | first lady calls".
pub(super) fn fill_source(reading: &Reading<'_>, attribution: &mut Attribution) {
    let Some(source) = attribution.source.as_mut().filter(|s| s.end < attribution.cue && s.end + 5 > attribution.cue)
    else {
        return;
    };
    let end = skip_back(reading, source.end..attribution.cue);
    let plain = |i: usize| {
        let lower = reading.lower(i);
        reading.is_word(i)
            && reading.words[i].quoted == reading.words[source.start].quoted
            && !lexicon::pronoun(lower)
            && !lexicon::preposition(lower)
            && !lexicon::conjunction(lower)
            && reading.words[i].cue.is_none_or(|c| c.form == Form::Noun)
    };
    if !lexicon::pronoun(reading.lower(source.end - 1)) && (source.end..end).all(plain) {
        source.end = end.max(source.end);
    }
}

/// The end of a range without adverbs and auxiliaries.
fn skip_back(reading: &Reading<'_>, range: Range<usize>) -> usize {
    let adverb = |i: usize| {
        let lower = reading.lower(i);
        lexicon::adverbial(lower) || (lower.ends_with("ly") && reading.class(i) == Class::Lower)
    };
    let mut end = range.end;
    while end > range.start && adverb(end - 1) {
        end -= 1;
    }
    end
}

/// The noun phrase that ends a clause: "…, but Mary Smith, a baker from Leeds," → "Mary Smith".
fn preceding(reading: &Reading<'_>, clause: Range<usize>) -> Option<Range<usize>> {
    let mut end = clause.end;
    if end > clause.start && reading.lower(end - 1) == "," {
        // An apposition: the noun phrase stands before its first comma.
        let comma = (clause.start..end - 1)
            .rev()
            .take(REACH)
            .find(|i| reading.lower(*i) == "," && *i > clause.start && reading.class(*i - 1) == Class::Upper)?;
        end = comma;
    }
    let mut start = end;
    let stops = |i: usize| {
        let lower = reading.lower(i);
        !reading.is_word(i) && !matches!(lower, "." | "-") || lexicon::conjunction(lower)
    };
    while start > clause.start && end - start < REACH && !stops(start - 1) {
        start -= 1;
        if lexicon::pronoun(reading.lower(start)) {
            break;
        }
    }
    let range = reading.shorn(start..end);
    (!range.is_empty()).then_some(range)
}

/// The noun phrase that begins after an inverted cue: "said Mary Smith, a baker" → "Mary Smith".
fn following(reading: &Reading<'_>, rest: Range<usize>) -> Option<Range<usize>> {
    let mut end = rest.start;
    if lexicon::pronoun(reading.lower(end)) {
        return (end < rest.end).then_some(end..end + 1);
    }
    let abbreviation = |i: usize| i > rest.start && reading.lower(i) == "." && reading.class(i - 1) == Class::Upper;
    let joint = |i: usize| reading.lower(i) == "-" && i + 1 < rest.end && reading.is_word(i + 1);
    while end < rest.end && (reading.is_word(end) || (end + 1 < rest.end && (abbreviation(end) || joint(end)))) {
        let lower = reading.lower(end);
        if end > rest.start
            && (lexicon::conjunction(lower) || ["in", "on", "during", "at", "to", "after"].contains(&lower))
        {
            break;
        }
        end += 1;
    }
    let range = reading.shorn(rest.start..end);
    (!range.is_empty()).then_some(range)
}
