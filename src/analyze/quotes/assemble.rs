//! Attributions and quoted stretches into the quotes of an article.

use std::ops::Range;

use super::attribution::Attribution;
use super::{addressee_venue as extras, attribution, speaker};
use crate::analyze::coref::Cast;
use crate::analyze::discourse::Quoted;
use crate::analyze::discourse::Reading;
use crate::analyze::lexicon::speech as lexicon;
use crate::model::Span;
use crate::model::annotation::{Quote, QuoteKind, Speaker, SpeakerMethod};

/// A quoted stretch of fewer words that no cue introduces is taken for a term, a title or a jest.
const SCARE: usize = 4;

/// A quote in the making.
struct Draft {
    quote: Quote,
    /// The paragraph of its last span.
    paragraph: usize,
    /// Whether its last span stands in marks.
    in_marks: bool,
    /// Whether the speech goes on in the next paragraph.
    goes_on: bool,
}

/// Builds the quotes of a text, in order of first span.
pub(super) fn assemble(reading: &Reading<'_>, cast: &Cast, found: Vec<Attribution>) -> Vec<Quote> {
    let mut taken = vec![false; reading.quoted.len()];
    let mut drafts: Vec<Draft> = Vec::new();
    for attribution in found {
        drafts.extend(draft(reading, cast, &attribution, &mut taken));
    }
    drafts.sort_by_key(|d| d.quote.spans.first().copied());
    for i in 1..drafts.len() {
        let (done, rest) = drafts.split_at_mut(i);
        let (Some(before), Some(draft)) = (done.last(), rest.first_mut()) else { continue };
        if let (Some(before), Some(speaker)) = (&before.quote.speaker, &mut draft.quote.speaker) {
            speaker::take_up(cast, before, speaker);
        }
    }
    let mut placed: Vec<Draft> = Vec::with_capacity(drafts.len());
    let mut drafts = drafts.into_iter().peekable();
    for (quoted, taken) in reading.quoted.iter().zip(&taken) {
        while let Some(draft) = drafts.next_if(|d| d.quote.spans.first().is_some_and(|s| s.start <= quoted.inner.start))
        {
            placed.push(draft);
        }
        if !taken {
            float(reading, cast, quoted, &mut placed);
        }
    }
    placed.extend(drafts);
    placed.sort_by_key(|d| d.quote.spans.first().copied());
    let mut quotes: Vec<Quote> = placed.into_iter().map(|d| d.quote).collect();
    quotes.dedup_by(|b, a| a.spans == b.spans);
    quotes
}

fn draft(reading: &Reading<'_>, cast: &Cast, attribution: &Attribution, taken: &mut [bool]) -> Option<Draft> {
    let mut spans: Vec<Span> = Vec::new();
    let mut last = None;
    for content in &attribution.contents {
        let tokens = reading.shorn(content.clone());
        if tokens.is_empty() {
            continue;
        }
        for token in tokens.clone() {
            if let Some(quoted) = reading.words[token].quoted {
                taken[quoted as usize] = true;
            }
        }
        last = reading.words[tokens.end - 1].quoted;
        spans.push(span_of(reading, tokens));
    }
    let kind = kind(reading, &attribution.contents)?;
    let cue = reading.layer.tokens[attribution.cue].span;
    let speaker = attribution.source.clone().and_then(|source| speaker::identify(reading, cast, source));
    let quoted = last.map(|q| reading.quoted[q as usize]);
    let paragraph =
        reading.layer.paragraphs.partition_point(|p| p.end <= attribution.contents.last().map_or(0, |c| c.start));
    Some(Draft {
        quote: Quote {
            kind,
            spans,
            cue: Some(cue),
            speaker,
            addressee: extras::addressee(reading, attribution),
            venue: extras::venue(reading, attribution),
            in_headline: false,
            confidence: calibrated(kind, attribution.confidence),
        },
        paragraph,
        in_marks: quoted.is_some(),
        goes_on: quoted.is_some_and(|q| q.goes_on),
    })
}

/// How often a content is found right to four words in five, given the share of probability that its reading has: lines
/// through what was measured on a sixth of the training articles, kept out of training (mean error 0.02).
fn calibrated(kind: QuoteKind, share: f32) -> f32 {
    let (base, slope) = match kind {
        QuoteKind::Direct => (0.72, 0.27),
        QuoteKind::Mixed => (0.56, 0.43),
        QuoteKind::Indirect => (0.44, 0.51),
    };
    base + slope * share
}

/// A content's span: a quoted stretch that it fills is taken whole, with its stop; one that it only begins or ends with
/// keeps its marks, so that none stands alone.
fn span_of(reading: &Reading<'_>, tokens: Range<usize>) -> Span {
    let mut span = reading.layer.span(tokens.clone());
    let (first, last) = (reading.words[tokens.start].quoted, reading.words[tokens.end - 1].quoted);
    let whole = |q: u32| {
        let quoted = &reading.quoted[q as usize];
        (quoted, reading.shorn(reading.tokens(quoted.inner)))
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

fn kind(reading: &Reading<'_>, contents: &[Range<usize>]) -> Option<QuoteKind> {
    let words = contents.iter().cloned().flatten().filter(|i| reading.is_word(*i));
    let (mut inside, mut all) = (0, 0);
    for word in words {
        all += 1;
        inside += usize::from(reading.words[word].quoted.is_some());
    }
    match (inside, all) {
        (_, 0) => None,
        (0, _) => Some(QuoteKind::Indirect),
        _ if inside == all => Some(QuoteKind::Direct),
        _ => Some(QuoteKind::Mixed),
    }
}

/// A quoted stretch without a cue of its own goes to the speaker before it, in its paragraph or the one before.
fn float(reading: &Reading<'_>, cast: &Cast, quoted: &Quoted, placed: &mut Vec<Draft>) {
    let tokens = reading.tokens(quoted.inner);
    let words = tokens.clone().filter(|i| reading.is_word(*i)).count();
    let sentence = quoted.inner.of(reading.layer.text).ends_with(['.', '!', '?', ',', '…']);
    let before = placed.iter_mut().rev().take(4).max_by_key(|d| d.quote.spans.last().map(|s| s.end));
    let mut carried = led_in(reading, cast, tokens.start).or_else(|| told_after(reading, cast, quoted));
    if let Some(draft) = before.filter(|_| carried.is_none()) {
        let starts = reading.layer.paragraphs.get(quoted.paragraph).is_some_and(|p| tokens.start <= p.start + 2);
        let next = draft.paragraph + 1 == quoted.paragraph;
        let same = draft.paragraph == quoted.paragraph && (words >= SCARE || sentence);
        if (same && draft.in_marks && draft.quote.kind == QuoteKind::Direct) || (next && draft.goes_on && starts) {
            let spans = &mut draft.quote.spans;
            let at = spans.partition_point(|s| s.start < quoted.inner.start);
            spans.insert(at, quoted.inner);
            if at + 1 == spans.len() {
                draft.paragraph = quoted.paragraph;
                draft.goes_on = quoted.goes_on;
            }
            return;
        }
        if (same || (next && starts && draft.in_marks)) && words >= SCARE {
            carried = draft.quote.speaker.as_ref().map(|s| carry(s, same));
        }
    }
    if words < SCARE || attribution::capitals(reading, reading.shorn(tokens.clone())) {
        return;
    }
    placed.push(Draft {
        quote: Quote {
            kind: QuoteKind::Direct,
            spans: vec![quoted.inner],
            cue: None,
            speaker: carried,
            addressee: None,
            venue: None,
            in_headline: false,
            // Measured as below.
            confidence: if words < 2 * SCARE { 0.51 } else { 0.74 },
        },
        paragraph: quoted.paragraph,
        in_marks: true,
        goes_on: quoted.goes_on,
    });
}

/// Whoever leads in to this quote with a colon, in its sentence or in the paragraph before: the first name or pronoun there.
fn led_in(reading: &Reading<'_>, cast: &Cast, start: usize) -> Option<Speaker> {
    let opener = start.checked_sub(1).filter(|i| reading.words[*i].quoted.is_some()).unwrap_or(start);
    if reading.lower(opener.checked_sub(1)?) != ":" {
        return None;
    }
    let at = reading.units.partition_point(|u| u.end < opener);
    let unit = reading.units.get(at)?;
    let speaker = first_named(reading, cast, unit.start..opener)?;
    Some(Speaker { confidence: speaker.confidence * 0.75, ..speaker })
}

/// Whoever follows a quote that ends in a comma, with a verb that no list knows: "…," Holt beamed.
fn told_after(reading: &Reading<'_>, cast: &Cast, quoted: &Quoted) -> Option<Speaker> {
    if !quoted.inner.of(reading.layer.text).ends_with([',', '!', '?']) {
        return None;
    }
    let after = reading.token_at(quoted.outer.end);
    let unit = reading.units.get(reading.units.partition_point(|u| u.end <= after))?;
    let near = after..unit.end.min(after + 6);
    let speaker = first_named(reading, cast, near).filter(|_| unit.start < after)?;
    Some(Speaker { confidence: speaker.confidence * 0.8, ..speaker })
}

/// The first name or personal pronoun outside marks.
fn first_named(reading: &Reading<'_>, cast: &Cast, tokens: Range<usize>) -> Option<Speaker> {
    let named = |i: usize| cast.last_in(reading.layer.tokens[i].span);
    let outside = |i: &usize| reading.words[*i].quoted.is_none();
    let mut near = tokens.take(40).filter(outside);
    let first =
        near.find(|i| cast.meant.contains_key(i) || lexicon::personal(reading.lower(*i)) || named(*i).is_some())?;
    let name = named(first).map(|n| reading.tokens(n.span)).filter(|n| !n.is_empty());
    speaker::identify(reading, cast, name.unwrap_or(first..first + 1))
}

fn carry(speaker: &Speaker, same: bool) -> Speaker {
    let share = if same { 0.85 } else { 0.7 };
    Speaker { method: SpeakerMethod::Carried, confidence: speaker.confidence * share, ..speaker.clone() }
}
