//! Whom something was said to, and where.

use std::collections::HashSet;

use super::attribution::Attribution;
use crate::analyze::discourse::Reading;
use crate::analyze::lexicon::speech as lexicon;
use crate::model::Span;
use crate::model::annotation::Quote;

/// "told *reporters*", "said to *the court*".
pub(super) fn addressee(reading: &Reading<'_>, attribution: &Attribution) -> Option<Span> {
    let cue = attribution.cue;
    let lemma = reading.words[cue].cue?.lemma;
    let start = match reading.lower(cue + 1) {
        "to" if matches!(lemma, "say" | "speak" | "write" | "explain" | "admit" | "confirm") => cue + 2,
        _ if lexicon::telling(lemma) => cue + 1,
        _ => return None,
    };
    let inside = |i: usize| attribution.contents.iter().any(|c| c.contains(&i));
    let mut end = start;
    while end < reading.words.len() && end < start + 10 && reading.is_word(end) && !inside(end) {
        let lower = reading.lower(end);
        let stops = lexicon::preposition(lower) && lower != "of" || lexicon::conjunction(lower);
        if stops || reading.words[end].quoted.is_some() || attribution.source.as_ref().is_some_and(|s| s.contains(&end))
        {
            break;
        }
        end += 1;
    }
    (end > start).then(|| reading.layer.span(start..end))
}

/// "in *a statement*", "at *a news conference*": the phrase with its preposition.
pub(super) fn venue(reading: &Reading<'_>, attribution: &Attribution) -> Option<Span> {
    let cue = attribution.cue;
    let inside = |i: usize| {
        reading.words[i].quoted.is_some()
            || attribution.contents.iter().any(|c| c.contains(&i))
            || attribution.source.as_ref().is_some_and(|s| s.contains(&i))
    };
    let unit = reading.units.get(reading.units.partition_point(|u| u.end <= cue))?.clone();
    let occasion = |i: &usize| {
        let lower = reading.lower(*i);
        !inside(*i) && (lexicon::occasion(lower) || lower.strip_suffix('s').is_some_and(lexicon::occasion))
    };
    let reach = cue.saturating_sub(12).max(unit.start)..(cue + 16).min(unit.end);
    let head = (cue + 1..reach.end).find(occasion).or_else(|| (reach.start..cue).rev().find(occasion))?;
    let mut head = head;
    while head + 1 < reach.end && occasion(&(head + 1)) {
        head += 1;
    }
    let opens = |i: &usize| ["in", "at", "on", "during", "by", "via"].contains(&reading.lower(*i)) && !inside(*i);
    let start =
        (head.saturating_sub(7).max(reach.start)..head).rev().take_while(|i| reading.is_word(*i)).find(opens)?;
    (!(start..head).contains(&cue)).then(|| reading.layer.span(start..head + 1))
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
