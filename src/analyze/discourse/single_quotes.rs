//! Single quotation marks as the outer pair, as British papers set them, told apart from apostrophes.

use super::quoted_span::{QuotedSpan, may_precede_opening_mark, trim_whitespace};
use crate::model::Span;
use crate::text::phrases::lists;
use crate::text::steps;

/// Adds the single-quoted stretches of a paragraph; a single pair around double marks replaces them. O(n).
pub(super) fn add(text: &str, place: Span, next: Option<Span>, paragraph: usize, here: &mut Vec<QuotedSpan>) {
    let marks = marks(text, place, here);
    let closers = next_closers(&marks);
    let mut singles: Vec<QuotedSpan> = Vec::new();
    // The pairs found, in order and apart.
    let mut pairs: Vec<Span> = Vec::new();
    let mut at = 0;
    while let Some(opener) = marks.get(at).copied() {
        at += 1;
        if !opener.opens {
            continue;
        }
        let Some(index) = closers[at] else {
            // No later opener can find a closer either.
            let reopened = opener.at == place.start
                && next.is_some_and(|n| n.of(text).starts_with(['‘', '\'']) && !n.of(text).starts_with("''"));
            if reopened && here.first().is_none_or(|q| q.outer.start > opener.at) {
                here.clear();
                let (outer, inner) = (Span::new(opener.at, place.end), Span::new(opener.end, place.end));
                singles.push(quoted(text, outer, inner, paragraph, true));
            }
            break;
        };
        let closer = marks[index];
        // Doubles stand in order and apart, so the first behind the opener tells of all.
        let double = here.get(here.partition_point(|q| q.outer.start <= opener.at));
        if double.is_some_and(|q| q.outer.end <= closer.at) && closer.closes != Closes::Strongly {
            continue;
        }
        at = index + 1;
        let (outer, inner) = (Span::new(opener.at, closer.end), Span::new(opener.end, closer.at));
        pairs.push(outer);
        let found = quoted(text, outer, inner, paragraph, false);
        if !found.inner.is_empty() {
            singles.push(found);
        }
    }
    let mut pairs = pairs.into_iter().peekable();
    here.retain(|q| {
        while pairs.next_if(|pair| pair.end <= q.outer.start).is_some() {}
        pairs.peek().is_none_or(|pair| q.outer.end <= pair.start)
    });
    if !singles.is_empty() {
        here.append(&mut singles);
        here.sort_by_key(|q| q.outer);
    }
}

/// For each place among the marks, the first mark from there on that closes; one entry more than there are marks. O(marks).
fn next_closers(marks: &[Mark]) -> Vec<Option<usize>> {
    let mut closers = vec![None; marks.len() + 1];
    for (index, mark) in marks.iter().enumerate().rev() {
        steps::count(1);
        closers[index] = if mark.closes == Closes::Never { closers[index + 1] } else { Some(index) };
    }
    closers
}

fn quoted(text: &str, outer: Span, inner: Span, paragraph: usize, continues: bool) -> QuotedSpan {
    QuotedSpan { outer, inner: trim_whitespace(text, inner), paragraph, continues }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Closes {
    Never,
    Weakly,
    Strongly,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    at: usize,
    end: usize,
    opens: bool,
    closes: Closes,
}

/// Returns the single marks of a paragraph outside its double-quoted stretches.
fn marks(text: &str, place: Span, doubles: &[QuotedSpan]) -> Vec<Mark> {
    let words = place.of(text);
    let mut found: Vec<Mark> = Vec::new();
    let mut before = ' ';
    let mut doubles = doubles.iter().peekable();
    let mut chars = words.char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        steps::count(1);
        let at = place.start + offset;
        while doubles.next_if(|q| q.outer.end <= at).is_some() {}
        let inside = doubles.peek().is_some_and(|q| q.outer.start <= at);
        let previous = std::mem::replace(&mut before, c);
        if inside || !matches!(c, '\'' | '‘' | '’' | '‚' | '‹' | '›') {
            continue;
        }
        let end = offset + c.len_utf8();
        let after = chars.peek().map_or(' ', |(_, n)| *n);
        if after == c && c != '‚' {
            // Two together are a double that stayed alone.
            chars.next();
            continue;
        }
        let rest = words.get(end..).unwrap_or_default();
        let opens = match c {
            '’' | '›' => false,
            _ => {
                may_precede_opening_mark(previous) && (after.is_alphanumeric() || opening_after(after)) && !elided(rest)
            }
        };
        let closes = closes(c, previous, after);
        if opens || closes != Closes::Never {
            found.push(Mark { at, end: place.start + end, opens, closes });
        }
    }
    found
}

fn opening_after(after: char) -> bool {
    matches!(after, '“' | '"' | '…' | '.' | '[' | '$' | '£' | '€' | '«' | '#' | '@' | '¿' | '¡')
}

fn elided(rest: &str) -> bool {
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let digits = word.trim_end_matches(['s', 'S']);
    let decade = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
    decade || (word.len() <= 5 && lists::ELISIONS.iter().any(|known| word.eq_ignore_ascii_case(known.text)))
}

fn closes(mark: char, before: char, after: char) -> Closes {
    if matches!(mark, '‚' | '‹') || before.is_whitespace() || after.is_alphanumeric() {
        Closes::Never
    } else if matches!(before, '.' | ',' | '!' | '?' | ';' | ':' | '…' | '—' | '–' | ')' | ']' | '”' | '"')
        || mark == '›'
    {
        Closes::Strongly
    } else if matches!(before, 's' | 'S') && after == ' ' {
        // "the workers' rights"
        Closes::Never
    } else {
        Closes::Weakly
    }
}
