//! Single quotation marks as the outer pair, as British papers set them, told apart from apostrophes.

use super::quoted_span::{Quoted, opening, trimmed};
use crate::model::Span;
use crate::text::steps;

/// Words that begin with an apostrophe.
const ELIDED: [&str; 14] =
    ["em", "til", "till", "tis", "twas", "cause", "cos", "n", "round", "bout", "s", "ere", "neath", "kay"];

/// Adds the singles of a paragraph to what doubles were found in it; a single pair around doubles takes their place. O(n).
pub(super) fn add(text: &str, place: Span, next: Option<Span>, paragraph: usize, here: &mut Vec<Quoted>) {
    let marks = marks(text, place, here);
    let mut singles: Vec<Quoted> = Vec::new();
    let mut at = 0;
    while let Some(opener) = marks.get(at).copied() {
        at += 1;
        if !opener.opens {
            continue;
        }
        let mut strong = true;
        let closer = marks[at..].iter().inspect(|_| steps::count(1)).position(|m| m.closes != Closes::Never);
        let Some(index) = closer.map(|c| at + c) else {
            // No later opener can find a closer either.
            let reopened = opener.at == place.start
                && next.is_some_and(|n| n.of(text).starts_with(['‘', '\'']) && !n.of(text).starts_with("''"));
            if reopened && here.iter().inspect(|_| steps::count(1)).all(|q| q.outer.start > opener.at) {
                here.clear();
                let (outer, inner) = (Span::new(opener.at, place.end), Span::new(opener.end, place.end));
                singles.push(Quoted { outer, inner: trimmed(text, inner), paragraph, goes_on: true });
            }
            break;
        };
        let closer = marks[index];
        strong &= closer.closes == Closes::Strongly;
        let around =
            here.iter().inspect(|_| steps::count(1)).any(|q| opener.at < q.outer.start && q.outer.end <= closer.at);
        if around && !strong {
            continue;
        }
        at = index + 1;
        steps::count(here.len());
        here.retain(|q| q.outer.end <= opener.at || q.outer.start >= closer.end);
        let inner = trimmed(text, Span::new(opener.end, closer.at));
        if !inner.is_empty() {
            let outer = Span::new(opener.at, closer.end);
            singles.push(Quoted { outer, inner, paragraph, goes_on: false });
        }
    }
    if !singles.is_empty() {
        here.append(&mut singles);
        here.sort_by_key(|q| q.outer);
    }
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

/// The single marks of a paragraph outside its doubles.
fn marks(text: &str, place: Span, doubles: &[Quoted]) -> Vec<Mark> {
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
            _ => opening(previous) && (after.is_alphanumeric() || opening_after(after)) && !elided(rest),
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
    decade || (word.len() <= 5 && ELIDED.iter().any(|e| word.eq_ignore_ascii_case(e)))
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
