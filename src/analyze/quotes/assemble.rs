//! Assembly of quotes from attributions and quoted spans.

use std::ops::Range;

use super::attribution::Attribution;
use super::{addressee_venue, attribution, speaker};
use crate::analyze::coref::Participants;
use crate::analyze::discourse::Discourse;
use crate::analyze::discourse::QuotedSpan;
use crate::analyze::lexicon::speech;
use crate::model::Span;
use crate::model::annotation::{Quote, QuoteKind, Speaker, SpeakerMethod};

/// The number of words below which a quoted span without a cue is a term or a title (chosen).
const MIN_WORDS: usize = 4;
/// Quotes before a span without a cue that it may continue (chosen; it bounds the work).
const QUOTES_BEFORE: usize = 4;
/// Tokens at a paragraph's start before which a span begins it: marks (chosen).
const PARAGRAPH_MARKS: usize = 2;
/// Tokens behind a quote among which the name of a speaker with an unknown verb is looked for (chosen).
const NAME_AFTER_COMMA: usize = 6;
/// Tokens in which the first name is looked for (chosen; it bounds the work).
const NAME_TOKENS: usize = 40;
/// Confidence of a span without a cue, below twice [`MIN_WORDS`] and from there on; measured as that of [`calibrated`].
const SHORT_SPAN: f32 = 0.51;
const LONG_SPAN: f32 = 0.74;
/// Factors on the confidence of a speaker before a colon, after a comma, carried within a paragraph or to the next (chosen).
const BEFORE_COLON: f32 = 0.75;
const AFTER_COMMA: f32 = 0.8;
const CARRIED: f32 = 0.85;
const CARRIED_ON: f32 = 0.7;

/// A quote before assembly is complete.
struct QuoteDraft {
    quote: Quote,
    /// The paragraph of its last span.
    paragraph: usize,
    /// Whether its last span stands in marks.
    in_marks: bool,
    /// Whether the speech continues in the next paragraph.
    continues: bool,
}

/// Returns the quotes of a text, in order of first span.
pub(super) fn assemble(discourse: &Discourse<'_>, participants: &Participants, found: Vec<Attribution>) -> Vec<Quote> {
    let mut taken = vec![false; discourse.quoted_spans.len()];
    let mut drafts: Vec<QuoteDraft> = Vec::new();
    for attribution in found {
        drafts.extend(build_draft(discourse, participants, &attribution, &mut taken));
    }
    drafts.sort_by_key(|d| d.quote.spans.first().copied());
    for i in 1..drafts.len() {
        let (done, rest) = drafts.split_at_mut(i);
        let (Some(before), Some(draft)) = (done.last(), rest.first_mut()) else {
            continue;
        };
        if let (Some(before), Some(speaker)) = (&before.quote.speaker, &mut draft.quote.speaker) {
            speaker::resolve_it(participants, before, speaker);
        }
    }
    let mut placed: Vec<QuoteDraft> = Vec::with_capacity(drafts.len());
    let mut drafts = drafts.into_iter().peekable();
    for (quoted, taken) in discourse.quoted_spans.iter().zip(&taken) {
        while let Some(draft) = drafts.next_if(|d| d.quote.spans.first().is_some_and(|s| s.start <= quoted.inner.start))
        {
            placed.push(draft);
        }
        if !taken {
            place_uncued(discourse, participants, quoted, &mut placed);
        }
    }
    placed.extend(drafts);
    placed.sort_by_key(|d| d.quote.spans.first().copied());
    let mut quotes: Vec<Quote> = placed.into_iter().map(|d| d.quote).collect();
    quotes.dedup_by(|b, a| a.spans == b.spans);
    quotes
}

fn build_draft(
    discourse: &Discourse<'_>,
    participants: &Participants,
    attribution: &Attribution,
    taken: &mut [bool],
) -> Option<QuoteDraft> {
    let mut spans: Vec<Span> = Vec::new();
    let mut last = None;
    for content in &attribution.contents {
        let tokens = discourse.trim_punctuation(content.clone());
        if tokens.is_empty() {
            continue;
        }
        for token in tokens.clone() {
            if let Some(quoted) = discourse.words[token].quoted {
                taken[quoted as usize] = true;
            }
        }
        last = discourse.words[tokens.end - 1].quoted;
        spans.push(span_of(discourse, tokens));
    }
    let kind = quote_kind(discourse, &attribution.contents)?;
    let cue = discourse.document.tokens[attribution.cue].span;
    let speaker = attribution.source.clone().and_then(|source| speaker::identify(discourse, participants, source));
    let quoted = last.map(|q| discourse.quoted_spans[q as usize]);
    let paragraph =
        discourse.document.paragraphs.partition_point(|p| p.end <= attribution.contents.last().map_or(0, |c| c.start));
    Some(QuoteDraft {
        quote: Quote {
            kind,
            spans,
            cue: Some(cue),
            speaker,
            addressee: addressee_venue::addressee(discourse, attribution),
            venue: addressee_venue::venue(discourse, attribution),
            in_headline: false,
            confidence: calibrated(kind, attribution.confidence),
        },
        paragraph,
        in_marks: quoted.is_some(),
        continues: quoted.is_some_and(|q| q.continues),
    })
}

/// Returns how often a content is right to four words in five, given the share of probability of its labelling.
///
/// The lines are fitted to a sixth of the training articles, which were kept out of training (mean error 0.02).
fn calibrated(kind: QuoteKind, share: f32) -> f32 {
    let (base, slope) = match kind {
        QuoteKind::Direct => (0.72, 0.27),
        QuoteKind::Mixed => (0.56, 0.43),
        QuoteKind::Indirect => (0.44, 0.51),
    };
    base + slope * share
}

/// Returns the span of a content.
///
/// A quoted span that it fills is taken whole, with its full stop. One that it only begins or ends with keeps its
/// marks, so that marks stay in pairs.
fn span_of(discourse: &Discourse<'_>, tokens: Range<usize>) -> Span {
    let mut span = discourse.document.span(tokens.clone());
    let (first, last) = (discourse.words[tokens.start].quoted, discourse.words[tokens.end - 1].quoted);
    let whole = |q: u32| {
        let quoted = &discourse.quoted_spans[q as usize];
        (quoted, discourse.trim_punctuation(discourse.tokens(quoted.inner)))
    };
    if let Some((quoted, words)) = first.map(whole)
        && words.start == tokens.start
    {
        span.start = if first == last { quoted.inner.start } else { quoted.outer.start };
    }
    if let Some((quoted, words)) = last.map(whole)
        && words.end == tokens.end
    {
        span.end = if first == last { quoted.inner.end } else { quoted.outer.end };
    }
    span
}

fn quote_kind(discourse: &Discourse<'_>, contents: &[Range<usize>]) -> Option<QuoteKind> {
    let words = contents.iter().cloned().flatten().filter(|i| discourse.is_word(*i));
    let (mut inside, mut all) = (0, 0);
    for word in words {
        all += 1;
        inside += usize::from(discourse.words[word].quoted.is_some());
    }
    match (inside, all) {
        (_, 0) => None,
        (0, _) => Some(QuoteKind::Indirect),
        _ if inside == all => Some(QuoteKind::Direct),
        _ => Some(QuoteKind::Mixed),
    }
}

/// Adds a quoted span without a cue.
///
/// It continues the quote before it, or is a quote of the speaker before it in its paragraph or the one before.
fn place_uncued(
    discourse: &Discourse<'_>,
    participants: &Participants,
    quoted: &QuotedSpan,
    placed: &mut Vec<QuoteDraft>,
) {
    let tokens = discourse.tokens(quoted.inner);
    let words = tokens.clone().filter(|i| discourse.is_word(*i)).count();
    let sentence = quoted.inner.of(discourse.document.text).ends_with(['.', '!', '?', ',', '…']);
    let before = placed.iter_mut().rev().take(QUOTES_BEFORE).max_by_key(|d| d.quote.spans.last().map(|s| s.end));
    let mut carried = speaker_before_colon(discourse, participants, tokens.start)
        .or_else(|| speaker_after_comma(discourse, participants, quoted));
    if let Some(draft) = before.filter(|_| carried.is_none()) {
        let starts = discourse
            .document
            .paragraphs
            .get(quoted.paragraph)
            .is_some_and(|p| tokens.start <= p.start + PARAGRAPH_MARKS);
        let next = draft.paragraph + 1 == quoted.paragraph;
        let same = draft.paragraph == quoted.paragraph && (words >= MIN_WORDS || sentence);
        if (same && draft.in_marks && draft.quote.kind == QuoteKind::Direct) || (next && draft.continues && starts) {
            let spans = &mut draft.quote.spans;
            let at = spans.partition_point(|s| s.start < quoted.inner.start);
            spans.insert(at, quoted.inner);
            if at + 1 == spans.len() {
                draft.paragraph = quoted.paragraph;
                draft.continues = quoted.continues;
            }
            return;
        }
        if (same || (next && starts && draft.in_marks)) && words >= MIN_WORDS {
            carried = draft.quote.speaker.as_ref().map(|s| carry(s, same));
        }
    }
    if words < MIN_WORDS || attribution::is_title_case(discourse, discourse.trim_punctuation(tokens.clone())) {
        return;
    }
    placed.push(QuoteDraft {
        quote: Quote {
            kind: QuoteKind::Direct,
            spans: vec![quoted.inner],
            cue: None,
            speaker: carried,
            addressee: None,
            venue: None,
            in_headline: false,
            confidence: if words < 2 * MIN_WORDS { SHORT_SPAN } else { LONG_SPAN },
        },
        paragraph: quoted.paragraph,
        in_marks: true,
        continues: quoted.continues,
    });
}

/// Returns the first name or pronoun in the sentence that leads to a quote with a colon, in its sentence or in the
/// paragraph before.
fn speaker_before_colon(discourse: &Discourse<'_>, participants: &Participants, start: usize) -> Option<Speaker> {
    let opener = start.checked_sub(1).filter(|i| discourse.words[*i].quoted.is_some()).unwrap_or(start);
    if discourse.lower(opener.checked_sub(1)?) != ":" {
        return None;
    }
    let at = discourse.utterance_sentences.partition_point(|u| u.end < opener);
    let unit = discourse.utterance_sentences.get(at)?;
    let speaker = first_named_speaker(discourse, participants, unit.start..opener)?;
    Some(Speaker { confidence: speaker.confidence * BEFORE_COLON, ..speaker })
}

/// Returns the speaker after a quote that ends in a comma, with a verb that no list knows: "…," Holt beamed.
fn speaker_after_comma(discourse: &Discourse<'_>, participants: &Participants, quoted: &QuotedSpan) -> Option<Speaker> {
    if !quoted.inner.of(discourse.document.text).ends_with([',', '!', '?']) {
        return None;
    }
    let after = discourse.token_at(quoted.outer.end);
    let unit = discourse.utterance_sentences.get(discourse.utterance_sentences.partition_point(|u| u.end <= after))?;
    let near = after..unit.end.min(after + NAME_AFTER_COMMA);
    let speaker = first_named_speaker(discourse, participants, near).filter(|_| unit.start < after)?;
    Some(Speaker { confidence: speaker.confidence * AFTER_COMMA, ..speaker })
}

/// Returns the first name or personal pronoun outside marks.
fn first_named_speaker(
    discourse: &Discourse<'_>,
    participants: &Participants,
    tokens: Range<usize>,
) -> Option<Speaker> {
    let named = |i: usize| participants.last_mention_in(discourse.document.tokens[i].span);
    let outside = |i: &usize| discourse.words[*i].quoted.is_none();
    let mut near = tokens.take(NAME_TOKENS).filter(outside);
    let first = near.find(|i| {
        participants.pronoun_referents.contains_key(i)
            || speech::is_personal_pronoun(discourse.lower(*i))
            || named(*i).is_some()
    })?;
    let name = named(first).map(|n| discourse.tokens(n.span)).filter(|n| !n.is_empty());
    speaker::identify(discourse, participants, name.unwrap_or(first..first + 1))
}

fn carry(speaker: &Speaker, same: bool) -> Speaker {
    let share = if same { CARRIED } else { CARRIED_ON };
    Speaker { method: SpeakerMethod::Carried, confidence: speaker.confidence * share, ..speaker.clone() }
}
