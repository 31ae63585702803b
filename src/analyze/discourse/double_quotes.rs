//! Double quotation marks and guillemets, in the styles of newspapers.

use super::quoted_span::{QuotedSpan, may_precede_opening_mark, trim_whitespace};
use super::single_quotes;
use crate::analyze::document::Document;
use crate::model::Span;
use crate::text::steps;

/// A double quotation mark or guillemet.
#[derive(Clone, Copy, Debug)]
struct Mark {
    at: usize,
    end: usize,
    kind: MarkKind,
    /// Whether it can open: white space, a bracket, a dash or the paragraph's start before it, words after it.
    opens: bool,
    /// Whether it can close: words before it; white space, punctuation or the paragraph's end after it.
    closes: bool,
    is_foreign: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MarkKind {
    /// `“` and `‘‘`
    Left,
    /// `”` and `’’`
    Right,
    /// `„`
    Low,
    /// `"` and `''`
    Straight,
    /// `«`
    Outward,
    /// `»`
    Inward,
}

impl MarkKind {
    fn guillemet(self) -> bool {
        matches!(self, Self::Outward | Self::Inward)
    }
}

/// Returns the stretches in marks, in order; marks within marks are left to the outer pair. O(n).
pub(super) fn find(document: &Document<'_>) -> Vec<QuotedSpan> {
    let mut found = Vec::new();
    let mut carried = None;
    for (index, tokens) in document.paragraphs.iter().enumerate() {
        let place = document.span(tokens.clone());
        let next = document.paragraphs.get(index + 1).map(|t| document.span(t.clone()));
        let marks = marks(document.text, place);
        let (mut pairs, open) = pair_marks(&marks);
        carried =
            open.filter(|kind| is_reopened(document.text, *kind, next) || (carried == Some(*kind) && pairs.is_empty()));
        let continues = carried.is_some_and(|kind| is_reopened(document.text, kind, next));
        if carried.is_some() {
            let opener = marks
                .iter()
                .inspect(|_| steps::count(1))
                .rfind(|m| Some(m.kind) == carried && pairs.last().is_none_or(|p| p.1 < m.at));
            pairs.extend(opener.map(|m| (m.at, m.end, place.end, place.end)));
        }
        if !continues {
            carried = None;
        }
        let mut here: Vec<QuotedSpan> = pairs
            .into_iter()
            .map(|(at, from, to, end)| QuotedSpan {
                outer: Span::new(at, end),
                inner: trim_whitespace(document.text, Span::new(from, to)),
                paragraph: index,
                continues: continues && end == place.end && to == end,
            })
            .filter(|q| !q.inner.is_empty())
            .collect();
        single_quotes::add(document.text, place, next, index, &mut here);
        found.append(&mut here);
    }
    found
}

/// Returns whether the next paragraph begins with the mark that this one left open.
fn is_reopened(text: &str, kind: MarkKind, next: Option<Span>) -> bool {
    next.is_some_and(|place| {
        let head = place.of(text);
        match kind {
            MarkKind::Left => head.starts_with(['“', '”']) || head.starts_with("‘‘"),
            MarkKind::Low => head.starts_with('„'),
            MarkKind::Straight => head.starts_with('"') || head.starts_with("''") || head.starts_with("``"),
            MarkKind::Outward => head.starts_with(['«', '»']),
            MarkKind::Inward => head.starts_with('»'),
            MarkKind::Right => head.starts_with('”'),
        }
    })
}

/// Returns all double marks of one paragraph.
fn marks(text: &str, place: Span) -> Vec<Mark> {
    let words = place.of(text);
    let mut found = Vec::new();
    let mut before = ' ';
    let mut chars = words.char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        steps::count(1);
        let twin = chars.peek().is_some_and(|(_, n)| *n == c);
        let kind = match c {
            '“' | '‟' => MarkKind::Left,
            '”' => MarkKind::Right,
            '„' => MarkKind::Low,
            '"' | '＂' => MarkKind::Straight,
            '«' => MarkKind::Outward,
            '»' => MarkKind::Inward,
            '\'' if twin => MarkKind::Straight,
            '‘' | '`' if twin => MarkKind::Left,
            '’' if twin => MarkKind::Right,
            _ => {
                before = c;
                continue;
            }
        };
        let mut end = offset + c.len_utf8();
        if matches!(c, '\'' | '‘' | '`' | '’') {
            chars.next();
            end += c.len_utf8();
        }
        let after = chars.peek().map_or(' ', |(_, n)| *n);
        found.push(Mark {
            at: place.start + offset,
            end: place.start + end,
            kind,
            opens: may_precede_opening_mark(before) && (!after.is_whitespace() || kind == MarkKind::Outward),
            closes: !before.is_whitespace() && !after.is_alphanumeric(),
            // Inches, or an attribute's value in stray markup.
            is_foreign: before == '=' || (before.is_ascii_digit() && !after.is_alphanumeric()),
        });
        before = c;
    }
    found
}

type Pair = (usize, usize, usize, usize);

/// Returns the pairs of marks, and the kind of an opener without a closer.
///
/// A pair is (start of the opener, its end, start of the closer, its end).
fn pair_marks(marks: &[Mark]) -> (Vec<Pair>, Option<MarkKind>) {
    let mut pairs = Vec::new();
    let mut open: Option<Mark> = None;
    let mut depth = 0_usize;
    // How many curly closers there are from here on beyond the openers: enough of them, and an opener in the open is nested.
    let curly = |m: &Mark| match m.kind {
        MarkKind::Left => -1_isize,
        MarkKind::Right => 1,
        _ => 0,
    };
    let mut ahead: isize = marks.iter().map(curly).sum();
    for mark in marks {
        steps::count(1);
        let left = ahead;
        ahead -= curly(mark);
        let Some(opener) = open else {
            let starts = match mark.kind {
                MarkKind::Left | MarkKind::Low | MarkKind::Outward => true,
                MarkKind::Straight => !mark.is_foreign && (mark.opens || !mark.closes),
                MarkKind::Right | MarkKind::Inward => mark.opens && !mark.closes,
            };
            open = starts.then_some(*mark);
            depth = 0;
            continue;
        };
        let strong = mark.opens && !mark.closes;
        let ends = match (opener.kind, mark.kind) {
            (MarkKind::Outward, kind) => kind == MarkKind::Inward,
            (MarkKind::Inward, kind) => kind.guillemet() && !strong,
            (_, MarkKind::Right) | (MarkKind::Low, MarkKind::Left) | (MarkKind::Right, MarkKind::Straight) => true,
            (MarkKind::Left, MarkKind::Left | MarkKind::Straight) | (MarkKind::Straight, MarkKind::Straight) => {
                !strong && mark.closes
            }
            (MarkKind::Low | MarkKind::Straight, _) => !strong && !mark.kind.guillemet() && mark.kind != MarkKind::Low,
            _ => false,
        };
        if ends && depth > 0 {
            depth -= 1;
        } else if ends {
            pairs.push((opener.at, opener.end, mark.at, mark.end));
            open = None;
        } else if opener.kind == MarkKind::Left && mark.kind == MarkKind::Left && left > 0 {
            depth += 1;
        } else if opener.kind == mark.kind && strong {
            open = Some(*mark);
        }
    }
    (pairs, open.map(|m| m.kind))
}
