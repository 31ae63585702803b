//! Addressee and venue of a quote, and whether the headline repeats it.

use std::collections::HashSet;

use super::attribution::Attribution;
use crate::analyze::discourse::Discourse;
use crate::analyze::lexicon::speech;
use crate::model::Span;
use crate::model::annotation::Quote;

/// Returns the addressee of a quote: "told *reporters*", "said to *the court*".
pub(super) fn addressee(discourse: &Discourse<'_>, attribution: &Attribution) -> Option<Span> {
    let cue = attribution.cue;
    let lemma = discourse.words[cue].cue?.lemma;
    let start = match discourse.lower(cue + 1) {
        "to" if matches!(lemma, "say" | "speak" | "write" | "explain" | "admit" | "confirm") => cue + 2,
        _ if speech::takes_addressee(lemma) => cue + 1,
        _ => return None,
    };
    let inside = |i: usize| attribution.contents.iter().any(|c| c.contains(&i));
    let mut end = start;
    while end < discourse.words.len() && end < start + 10 && discourse.is_word(end) && !inside(end) {
        let lower = discourse.lower(end);
        let stops = speech::is_preposition(lower) && lower != "of" || speech::is_conjunction(lower);
        if stops
            || discourse.words[end].quoted.is_some()
            || attribution.source.as_ref().is_some_and(|s| s.contains(&end))
        {
            break;
        }
        end += 1;
    }
    (end > start).then(|| discourse.document.span(start..end))
}

/// Returns the venue of a quote with its preposition: "in *a statement*", "at *a news conference*".
pub(super) fn venue(discourse: &Discourse<'_>, attribution: &Attribution) -> Option<Span> {
    let cue = attribution.cue;
    let inside = |i: usize| {
        discourse.words[i].quoted.is_some()
            || attribution.contents.iter().any(|c| c.contains(&i))
            || attribution.source.as_ref().is_some_and(|s| s.contains(&i))
    };
    let unit =
        discourse.utterance_sentences.get(discourse.utterance_sentences.partition_point(|u| u.end <= cue))?.clone();
    let occasion = |i: &usize| {
        let lower = discourse.lower(*i);
        !inside(*i) && (speech::is_speech_event(lower) || lower.strip_suffix('s').is_some_and(speech::is_speech_event))
    };
    let reach = cue.saturating_sub(12).max(unit.start)..(cue + 16).min(unit.end);
    let head = (cue + 1..reach.end).find(occasion).or_else(|| (reach.start..cue).rev().find(occasion))?;
    let mut head = head;
    while head + 1 < reach.end && occasion(&(head + 1)) {
        head += 1;
    }
    let opens = |i: &usize| ["in", "at", "on", "during", "by", "via"].contains(&discourse.lower(*i)) && !inside(*i);
    let start =
        (head.saturating_sub(7).max(reach.start)..head).rev().take_while(|i| discourse.is_word(*i)).find(opens)?;
    (!(start..head).contains(&cue)).then(|| discourse.document.span(start..head + 1))
}

/// Marks the quotes whose words the headline repeats: three words in a row, or all words of a short quote.
pub(super) fn mark_headline(text: &str, title: &str, quotes: &mut [Quote]) {
    let title = words(title);
    let threes: HashSet<&[String]> = title.windows(3).collect();
    if title.is_empty() {
        return;
    }
    for quote in quotes {
        quote.in_headline = quote.spans.iter().any(|span| {
            let said = words(span.of(text));
            match said.len() {
                0 => false,
                1 | 2 => said.len() == 2 && title.windows(2).any(|two| two == said),
                _ => said.windows(3).any(|three| threes.contains(three) && three.iter().any(|w| w.chars().count() > 3)),
            }
        });
    }
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'));
    words.map(|w| w.trim_matches(['\'', '’']).replace('’', "'").to_lowercase()).filter(|w| !w.is_empty()).collect()
}
