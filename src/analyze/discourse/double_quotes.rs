//! Quotation marks and what stands between them, in the styles of newspapers.

use super::quoted_span::{Quoted, opening, trimmed};
use super::single_quotes as singles;
use crate::analyze::document::Document;
use crate::model::Span;
use crate::text::steps;

/// One mark of the family of double quotes, guillemets included.
#[derive(Clone, Copy, Debug)]
struct Mark {
    at: usize,
    end: usize,
    form: Form,
    /// White space, a bracket, a dash or the paragraph's start before it, words after it.
    opens: bool,
    /// Words before it; white space, punctuation or the paragraph's end after it.
    closes: bool,
    alien: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
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

impl Form {
    fn guillemet(self) -> bool {
        matches!(self, Self::Outward | Self::Inward)
    }
}

/// Finds what stands in marks, in order and apart; marks within marks are left to the outer pair. O(n).
pub(super) fn pair(layer: &Document<'_>) -> Vec<Quoted> {
    let mut found = Vec::new();
    let mut carried = None;
    for (index, tokens) in layer.paragraphs.iter().enumerate() {
        let place = layer.span(tokens.clone());
        let next = layer.paragraphs.get(index + 1).map(|t| layer.span(t.clone()));
        let marks = marks(layer.text, place);
        let (mut pairs, open) = doubles(&marks);
        carried = open.filter(|form| taken_up(layer.text, *form, next) || (carried == Some(*form) && pairs.is_empty()));
        let goes_on = carried.is_some_and(|form| taken_up(layer.text, form, next));
        if carried.is_some() {
            let opener = marks
                .iter()
                .inspect(|_| steps::count(1))
                .rfind(|m| Some(m.form) == carried && pairs.last().is_none_or(|p| p.1 < m.at));
            pairs.extend(opener.map(|m| (m.at, m.end, place.end, place.end)));
        }
        if !goes_on {
            carried = None;
        }
        let mut here: Vec<Quoted> = pairs
            .into_iter()
            .map(|(at, from, to, end)| Quoted {
                outer: Span::new(at, end),
                inner: trimmed(layer.text, Span::new(from, to)),
                paragraph: index,
                goes_on: goes_on && end == place.end && to == end,
            })
            .filter(|q| !q.inner.is_empty())
            .collect();
        singles::add(layer.text, place, next, index, &mut here);
        found.append(&mut here);
    }
    found
}

/// Whether the next paragraph begins with the mark that this one left open.
fn taken_up(text: &str, form: Form, next: Option<Span>) -> bool {
    next.is_some_and(|place| {
        let head = place.of(text);
        match form {
            Form::Left => head.starts_with(['“', '”']) || head.starts_with("‘‘"),
            Form::Low => head.starts_with('„'),
            Form::Straight => head.starts_with('"') || head.starts_with("''") || head.starts_with("``"),
            Form::Outward => head.starts_with(['«', '»']),
            Form::Inward => head.starts_with('»'),
            Form::Right => head.starts_with('”'),
        }
    })
}

/// All marks of one paragraph.
fn marks(text: &str, place: Span) -> Vec<Mark> {
    let words = place.of(text);
    let mut found = Vec::new();
    let mut before = ' ';
    let mut chars = words.char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        steps::count(1);
        let twin = chars.peek().is_some_and(|(_, n)| *n == c);
        let form = match c {
            '“' | '‟' => Form::Left,
            '”' => Form::Right,
            '„' => Form::Low,
            '"' | '＂' => Form::Straight,
            '«' => Form::Outward,
            '»' => Form::Inward,
            '\'' if twin => Form::Straight,
            '‘' | '`' if twin => Form::Left,
            '’' if twin => Form::Right,
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
            form,
            opens: opening(before) && (!after.is_whitespace() || form == Form::Outward),
            closes: !before.is_whitespace() && !after.is_alphanumeric(),
            // Inches, or an attribute's value in stray markup.
            alien: before == '=' || (before.is_ascii_digit() && !after.is_alphanumeric()),
        });
        before = c;
    }
    found
}

type Pair = (usize, usize, usize, usize);

/// Pairs marks: (opener's start, its end, closer's start, its end), and the form of an opener that stays open.
fn doubles(marks: &[Mark]) -> (Vec<Pair>, Option<Form>) {
    let mut pairs = Vec::new();
    let mut open: Option<Mark> = None;
    let mut depth = 0_usize;
    // How many curly closers there are from here on beyond the openers: enough of them, and an opener in the open is nested.
    let curly = |m: &Mark| match m.form {
        Form::Left => -1_isize,
        Form::Right => 1,
        _ => 0,
    };
    let mut ahead: isize = marks.iter().map(curly).sum();
    for mark in marks {
        steps::count(1);
        let left = ahead;
        ahead -= curly(mark);
        let Some(opener) = open else {
            let starts = match mark.form {
                Form::Left | Form::Low | Form::Outward => true,
                Form::Straight => !mark.alien && (mark.opens || !mark.closes),
                Form::Right | Form::Inward => mark.opens && !mark.closes,
            };
            open = starts.then_some(*mark);
            depth = 0;
            continue;
        };
        let strong = mark.opens && !mark.closes;
        let ends = match (opener.form, mark.form) {
            (Form::Outward, form) => form == Form::Inward,
            (Form::Inward, form) => form.guillemet() && !strong,
            (_, Form::Right) | (Form::Low, Form::Left) | (Form::Right, Form::Straight) => true,
            (Form::Left, Form::Left | Form::Straight) | (Form::Straight, Form::Straight) => !strong && mark.closes,
            (Form::Low | Form::Straight, _) => !strong && !mark.form.guillemet() && mark.form != Form::Low,
            _ => false,
        };
        if ends && depth > 0 {
            depth -= 1;
        } else if ends {
            pairs.push((opener.at, opener.end, mark.at, mark.end));
            open = None;
        } else if opener.form == Form::Left && mark.form == Form::Left && left > 0 {
            depth += 1;
        } else if opener.form == mark.form && strong {
            open = Some(*mark);
        }
    }
    (pairs, open.map(|m| m.form))
}
