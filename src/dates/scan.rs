//! Finds the parts of a date among the tokens, from left to right.

use super::cursor::Cursor;
use super::limits::YEARS;
use super::names;
use super::numeric::{full_year, read_numeric_date, read_week_date, set_date};
use super::offset::{read_offset, read_zone};
use super::parts::DateParts;
use super::time::read_time;
use super::tokens::{Token, TokenKind};

/// Returns all parts of the first date in the tokens. O(n).
pub(super) fn scan(tokens: &[Token<'_>]) -> DateParts {
    let mut cursor = Cursor::new(tokens);
    while cursor.at < tokens.len() && read_part(&mut cursor) {}
    read_year_alone(&mut cursor);
    cursor.parts
}

/// Reads the next part; returns `false` when the date is over.
fn read_part(cursor: &mut Cursor<'_>) -> bool {
    match cursor.peek(0).map(|t| t.kind) {
        Some(TokenKind::Number) => {
            read_time(cursor)
                || read_month_number(cursor)
                || read_numeric_date(cursor)
                || read_week_date(cursor)
                || read_number(cursor)
        }
        Some(TokenKind::Word) => read_word(cursor),
        Some(TokenKind::Sign) => {
            if !read_offset(cursor) {
                cursor.at += 1;
            }
            true
        }
        None => false,
    }
}

/// Reads a month in numbers between a day and a year: `16 11月 2023`, `Thu, 16 11 2023`; returns whether there was one.
fn read_month_number(cursor: &mut Cursor<'_>) -> bool {
    let parts = &cursor.parts;
    let is_between = parts.day.is_some() && parts.month.is_none() && parts.year.is_none();
    let number = cursor.peek(0).filter(|t| t.digits() <= 2).and_then(Token::number);
    let Some(month) = number.filter(|month| is_between && (1..=12).contains(month)) else { return false };
    // the sign stands for `月`
    let has_sign = cursor.has_sign(1, "-");
    let is_year_next = cursor.peek(1 + usize::from(has_sign)).is_some_and(Token::is_four_digits);
    let is_dated = || cursor.parts.weekday.is_some() || cursor.tokens.iter().any(|t| t.is_sign(":"));
    if !is_year_next || !(has_sign || is_dated()) {
        return false;
    }
    cursor.parts.month = Some(month as i8);
    cursor.at += 1 + usize::from(has_sign);
    true
}

/// Reads a day or a year by itself.
fn read_number(cursor: &mut Cursor<'_>) -> bool {
    let Some((number, digits)) = cursor.peek(0).and_then(|t| Some((t.number()?, t.digits()))) else {
        cursor.at += 1;
        return true;
    };
    cursor.at += 1;
    let is_year_ahead = cursor.tokens.iter().skip(cursor.at).any(Token::is_four_digits);
    let parts = &mut cursor.parts;
    if parts.has_day() {
        return parts.time.is_none(); // a number more: the date is over, a time may still come
    }
    match digits {
        4 if parts.year.is_none() => parts.year = i16::try_from(number).ok(),
        // without a month, an earlier number was about something else
        1..=2 if (parts.day.is_none() || parts.month.is_none()) && (1..=31).contains(&number) => {
            parts.day = i8::try_from(number).ok();
        }
        2 if parts.year.is_none() && parts.month.is_some() && !is_year_ahead => {
            parts.year = i16::try_from(full_year(number)).ok();
        }
        _ => discard_parts(parts),
    }
    true
}

/// Reads a word: a month, a weekday, a zone, a connective, or another word, which ends what was begun.
fn read_word(cursor: &mut Cursor<'_>) -> bool {
    let Some(word) = cursor.peek(0).map(|t| t.text) else { return false };
    let has_day = cursor.parts.has_day();
    if let Some((month, taken)) = month_at(cursor, word) {
        if has_day {
            return false;
        }
        cursor.parts.month = Some(month);
        cursor.at += taken - 1;
    } else if let Some(month) = names::persian_month(word).filter(|_| !has_day) {
        cursor.parts.month = Some(month);
        cursor.parts.may_be_persian = true;
    } else if let Some(is_afternoon) = names::leading_day_half(word) {
        cursor.parts.is_afternoon = Some(is_afternoon);
    } else if read_zone(cursor, word) {
        return true;
    } else if let Some(day) = names::weekday(word) {
        cursor.parts.weekday = cursor.parts.weekday.or(Some(day));
    } else if word == "t" {
        cursor.accepts_compact_time = has_day;
    } else if !names::is_connective(word) {
        discard_parts(&mut cursor.parts);
    }
    cursor.at += 1;
    true
}

/// Returns the month at the cursor and of how many tokens it is: `November`, `تشرين الثاني`, `พ.ย`, `tháng 11`.
fn month_at(cursor: &Cursor<'_>, word: &str) -> Option<(i8, usize)> {
    let is_glued = |ahead| cursor.peek(ahead).is_some_and(|t| !t.is_spaced);
    if matches!(word, "thang" | "thg") || (word == "th" && is_glued(1)) {
        let number = cursor.peek(1)?.number().filter(|number| (1..=12).contains(number))?;
        return Some((number as i8, 2));
    }
    if word.is_ascii() {
        return names::month(word).or_else(|| cut_month(cursor, word)).map(|month| (month, 1));
    }
    if cursor.has_sign(1, "-")
        && let Some(month) = names::month_in_han(word)
    {
        return Some((month, 2));
    }
    let second = if cursor.has_sign(1, ".") { 2 } else { 1 };
    let both = cursor.peek(second).filter(|t| t.kind == TokenKind::Word).map(|t| format!("{word}_{}", t.text));
    let both = both.and_then(|both| names::month(&both)).map(|month| (month, second + 1));
    both.or_else(|| Some((names::month(word).or_else(|| cut_month(cursor, word))?, 1)))
}

/// Returns the month of a word between a day and a year that is the beginning of a month's name in some language.
fn cut_month(cursor: &Cursor<'_>, word: &str) -> Option<i8> {
    let is_year_next = cursor.peek(1 + usize::from(cursor.has_sign(1, "."))).is_some_and(Token::is_four_digits);
    let is_between = cursor.parts.day.is_some() && cursor.parts.month.is_none() && is_year_next;
    if is_between { names::month_beginning_with(word) } else { None }
}

/// Drops what was read so far unless it has a day: it belonged to no date.
fn discard_parts(parts: &mut DateParts) {
    if !parts.has_day() {
        *parts = DateParts { weekday: parts.weekday, time: parts.time, ..DateParts::default() };
    }
}

/// Reads a text that is a year and nothing else as its first day.
fn read_year_alone(cursor: &mut Cursor<'_>) {
    if let ([only], Some(year)) = (cursor.tokens, cursor.parts.year)
        && only.is_four_digits()
        && YEARS.contains(&year)
    {
        set_date(cursor, [i64::from(year), 1, 1], false);
    }
}
