//! Attributions: a cue with the content that it introduces and the source that it names.

use std::ops::Range;
use std::sync::LazyLock;

use crate::analyze::discourse::{Discourse, TokenClass};
use crate::analyze::lexicon::speech::{self, CueForm};
use crate::text::phrases::{WordSet, lists};

/// Verbs that stand beside a quote only to attribute it.
static PLAIN_VERBS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::ATTRIBUTING_VERBS));

/// The attribution of one cue, in tokens.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Attribution {
    /// The token of the cue.
    pub cue: usize,
    /// The tokens that name the speaker, marks and titles included.
    pub source: Option<Range<usize>>,
    /// The tokens of what is said, in order; none overlap.
    pub contents: Vec<Range<usize>>,
    /// The confidence, from 0 to 1.
    pub confidence: f32,
}

/// The largest number of tokens between a quote and its cue (chosen).
const MAX_DISTANCE: usize = 30;

/// Returns the attribution of a quote in marks by a cue of the same sentence: by position alone, so in any language.
pub(super) fn by_position(discourse: &Discourse<'_>, unit: &Range<usize>, cue: usize) -> Option<Attribution> {
    let word = discourse.words.get(cue).filter(|w| w.quoted.is_none())?;
    if matches!(word.cue?.form, CueForm::Noun | CueForm::According) {
        return None;
    }
    let before = (unit.start..cue).rev().take(MAX_DISTANCE).find(|i| discourse.words[*i].quoted.is_some());
    let after = (cue + 1..unit.end).take(MAX_DISTANCE).find(|i| discourse.words[*i].quoted.is_some());
    let near = |at: usize| {
        let quoted = discourse.words.get(at)?.quoted?;
        // Marks with nothing between them say nothing.
        Some(quote_tokens(discourse, quoted, unit)).filter(|tokens| !tokens.is_empty())
    };
    let between_cues =
        |range: Range<usize>| range.clone().any(|i| discourse.words[i].cue.is_some_and(|c| c.form != CueForm::Noun));
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
            let gap = discourse.trim_punctuation(b + 1..cue);
            let mut gap = gap.start..skip_adverbs_back(discourse, gap.clone());
            let foreign = word.cue.is_some_and(|c| c.form == CueForm::Foreign);
            while foreign && gap.end > gap.start && speech::is_auxiliary(discourse.lower(gap.end - 1)) {
                gap.end -= 1;
            }
            let stop = after.unwrap_or(unit.end).min(cue + MAX_DISTANCE);
            if gap.is_empty() { subject_after(discourse, cue + 1..stop) } else { subject_before(discourse, gap) }
        }
        _ => subject_before(discourse, unit.start..skip_adverbs_back(discourse, unit.start..cue)),
    };
    Some(Attribution { cue, source, contents, confidence: 0.8 })
}

/// Returns the tokens of a quoted span within a sentence, without its marks.
pub(super) fn quote_tokens(discourse: &Discourse<'_>, quoted: u32, unit: &Range<usize>) -> Range<usize> {
    let tokens = discourse.tokens(discourse.quoted_spans[quoted as usize].inner);
    tokens.start.max(unit.start)..tokens.end.min(unit.end).max(tokens.start.max(unit.start))
}

/// Returns whether a cue alone, by its position, proves an attribution.
pub(super) fn is_plain_verb(discourse: &Discourse<'_>, cue: usize) -> bool {
    discourse.words[cue].cue.is_some_and(|c| {
        c.form == CueForm::Foreign
            || (matches!(c.form, CueForm::Past | CueForm::Third) && PLAIN_VERBS.contains(c.lemma))
    })
}

/// Cuts contents back to a quoted span that they exceed: a whole sentence in marks has its own bounds.
pub(super) fn fit_marks(discourse: &Discourse<'_>, attribution: &mut Attribution) {
    for content in &mut attribution.contents {
        let shorn = discourse.trim_punctuation(content.clone());
        let Some(mut at) = shorn.clone().find(|i| discourse.words[*i].quoted.is_some()) else {
            continue;
        };
        if at > shorn.start && discourse.class(at) != TokenClass::Mark {
            continue;
        }
        // A colon, or a comma and a capital, before the marks: what stands before them is not said.
        let opener = (at > 0).then(|| discourse.lower(at - 1));
        let capital =
            (at..shorn.end).find(|i| discourse.is_word(*i)).is_some_and(|i| discourse.class(i) == TokenClass::Upper);
        if at > shorn.start && (opener == Some(":") || (opener == Some(",") && capital)) {
            content.start = at;
        } else if at > shorn.start {
            continue;
        }
        let quoted = discourse.words[at].quoted;
        while at < content.end && discourse.words[at].quoted == quoted {
            at += 1;
        }
        let stop = (at >= 2).then(|| discourse.lower(at - 2));
        if at < shorn.end && stop.is_some_and(|s| matches!(s, "," | "." | "?" | "!")) {
            content.end = at;
        }
    }
}

/// Returns whether a content is a short title in marks after "in", "the" or "NBC's", which is named and not said.
pub(super) fn is_title_of_work(discourse: &Discourse<'_>, content: &Range<usize>) -> bool {
    let tokens = discourse.trim_punctuation(content.clone());
    let Some(quoted) = discourse.words.get(tokens.start).and_then(|w| w.quoted) else {
        return false;
    };
    let whole = tokens == discourse.trim_punctuation(discourse.tokens(discourse.quoted_spans[quoted as usize].inner));
    let before = tokens.start.checked_sub(2).map(|i| (i, discourse.lower(i)));
    let named = before.is_some_and(|(i, lower)| {
        discourse.words[i].quoted.is_none()
            && (speech::is_preposition(lower) || speech::is_determiner(lower) || lower == "'s" || lower == "called")
    });
    whole && named && is_title_case(discourse, tokens)
}

/// Returns whether all words but the shortest of a short stretch begin with capitals, and nothing ends a sentence.
pub(super) fn is_title_case(discourse: &Discourse<'_>, tokens: Range<usize>) -> bool {
    let small = |i: &usize| discourse.lower(*i).chars().count() < 4;
    let ends = matches!(discourse.lower(tokens.end), "." | "?" | "!") && discourse.words[tokens.end].quoted.is_some();
    let ends = ends && discourse.words.get(tokens.end + 1).is_some_and(|w| w.quoted.is_some()) && tokens.len() > 3;
    tokens.len() < 8
        && !ends
        && tokens.filter(|i| discourse.is_word(*i) && !small(i)).all(|i| discourse.class(i) != TokenClass::Lower)
}

/// Returns the name before an apposition that the tagger took for the source: "Mary Holt, a baker and a mother, said".
pub(super) fn source_before_apposition(
    discourse: &Discourse<'_>,
    unit: &Range<usize>,
    attribution: &Attribution,
) -> Option<Range<usize>> {
    let source = attribution.source.as_ref()?;
    let end = skip_adverbs_back(discourse, unit.start..attribution.cue);
    let apposed = end > unit.start
        && discourse.lower(end - 1) == ","
        && discourse.trim_punctuation(source.start..end).end == source.end;
    if !apposed || source.contains(&(end - 1)) || discourse.lower(source.start) == "who" {
        return None;
    }
    let before = subject_before(discourse, unit.start..end)?;
    (before.end < source.start).then_some(before)
}

/// Extends a source to the verb that it is the subject of: "The former | first lady calls".
pub(super) fn extend_source(discourse: &Discourse<'_>, attribution: &mut Attribution) {
    let Some(source) = attribution.source.as_mut().filter(|s| s.end < attribution.cue && s.end + 5 > attribution.cue)
    else {
        return;
    };
    let end = skip_adverbs_back(discourse, source.end..attribution.cue);
    let plain = |i: usize| {
        let lower = discourse.lower(i);
        discourse.is_word(i)
            && discourse.words[i].quoted == discourse.words[source.start].quoted
            && !speech::is_pronoun(lower)
            && !speech::is_preposition(lower)
            && !speech::is_conjunction(lower)
            && discourse.words[i].cue.is_none_or(|c| c.form == CueForm::Noun)
    };
    if !speech::is_pronoun(discourse.lower(source.end - 1)) && (source.end..end).all(plain) {
        source.end = end.max(source.end);
    }
}

/// Returns the end of a range without final adverbs and auxiliaries.
fn skip_adverbs_back(discourse: &Discourse<'_>, range: Range<usize>) -> usize {
    let adverb = |i: usize| {
        let lower = discourse.lower(i);
        speech::is_adverbial(lower) || (lower.ends_with("ly") && discourse.class(i) == TokenClass::Lower)
    };
    let mut end = range.end;
    while end > range.start && adverb(end - 1) {
        end -= 1;
    }
    end
}

/// Returns the noun phrase that ends a clause: "…, but Mary Smith, a baker from Leeds," → "Mary Smith".
fn subject_before(discourse: &Discourse<'_>, clause: Range<usize>) -> Option<Range<usize>> {
    let mut end = clause.end;
    if end > clause.start && discourse.lower(end - 1) == "," {
        // An apposition: the noun phrase stands before its first comma.
        let comma = (clause.start..end - 1).rev().take(MAX_DISTANCE).find(|i| {
            discourse.lower(*i) == "," && *i > clause.start && discourse.class(*i - 1) == TokenClass::Upper
        })?;
        end = comma;
    }
    let mut start = end;
    let stops = |i: usize| {
        let lower = discourse.lower(i);
        !discourse.is_word(i) && !matches!(lower, "." | "-") || speech::is_conjunction(lower)
    };
    while start > clause.start && end - start < MAX_DISTANCE && !stops(start - 1) {
        start -= 1;
        if speech::is_pronoun(discourse.lower(start)) {
            break;
        }
    }
    let range = discourse.trim_punctuation(start..end);
    (!range.is_empty()).then_some(range)
}

/// Returns the noun phrase that begins after an inverted cue: "said Mary Smith, a baker" → "Mary Smith".
fn subject_after(discourse: &Discourse<'_>, rest: Range<usize>) -> Option<Range<usize>> {
    let mut end = rest.start;
    if speech::is_pronoun(discourse.lower(end)) {
        return (end < rest.end).then_some(end..end + 1);
    }
    let abbreviation =
        |i: usize| i > rest.start && discourse.lower(i) == "." && discourse.class(i - 1) == TokenClass::Upper;
    let joint = |i: usize| discourse.lower(i) == "-" && i + 1 < rest.end && discourse.is_word(i + 1);
    while end < rest.end && (discourse.is_word(end) || (end + 1 < rest.end && (abbreviation(end) || joint(end)))) {
        let lower = discourse.lower(end);
        if end > rest.start
            && (speech::is_conjunction(lower) || ["in", "on", "during", "at", "to", "after"].contains(&lower))
        {
            break;
        }
        end += 1;
    }
    let range = discourse.trim_punctuation(rest.start..end);
    (!range.is_empty()).then_some(range)
}
