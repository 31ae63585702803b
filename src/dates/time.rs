//! Times of day as written.

use super::cursor::Cursor;
use super::parts::TimeOfDay;
use super::tokens::Token;

/// Reads `10:30`, `10:30:15.25`, `10.30` after a date, `10h30`, `10 am`, `103015` after `T`; returns whether there was one.
pub(super) fn read_time(cursor: &mut Cursor<'_>) -> bool {
    if cursor.parts.time.is_some() {
        return false;
    }
    let Some(hour) = cursor.number(0, 1..=2) else { return read_compact_time(cursor) };
    // Numbers before a year are another date.
    let is_before_year = cursor.peek(4).is_some_and(Token::is_four_digits);
    let is_dotted = cursor.parts.has_day() && cursor.has_sign(1, ".") && !is_before_year;
    let is_french = cursor.peek_text(1) == "h";
    let mut time = TimeOfDay { hour: hour as i8, ..TimeOfDay::default() };
    if (cursor.has_sign(1, ":") || is_dotted || is_french)
        && let Some(minute) = cursor.number(2, 2..=2).or_else(|| spaced_minute(cursor, is_french))
    {
        time.minute = minute as i8;
        cursor.at += 3;
        if (cursor.has_sign(0, ":") || (is_dotted && cursor.has_sign(0, ".")))
            && let Some(second) = cursor.number(1, 2..=2)
        {
            time.second = second as i8;
            cursor.at += 2;
            time.nanosecond = read_fraction(cursor);
        }
        read_day_half(cursor);
    } else if is_french && cursor.parts.has_day() {
        cursor.at += 2;
    } else {
        cursor.at += 1;
        if !read_day_half(cursor) {
            cursor.at -= 1;
            return false;
        }
    }
    cursor.parts.time = Some(time);
    true
}

/// Returns the minutes of `10 h 30`.
fn spaced_minute(cursor: &Cursor<'_>, is_french: bool) -> Option<i64> {
    cursor.peek(2).filter(|t| is_french && t.digits() == 2)?.number()
}

/// Reads `1030` or `103015`.
fn read_compact_time(cursor: &mut Cursor<'_>) -> bool {
    let token = cursor.peek(0).filter(|t| cursor.accepts_compact_time && matches!(t.digits(), 4 | 6));
    let Some((number, digits)) = token.and_then(|t| Some((t.number()?, t.digits()))) else { return false };
    cursor.at += 1;
    let time = TimeOfDay::from_digits(if digits == 4 { number * 100 } else { number });
    cursor.parts.time = Some(TimeOfDay { nanosecond: read_fraction(cursor), ..time });
    true
}

/// Reads `.25` or `,25` and returns it in nanoseconds, 0 when there is none.
fn read_fraction(cursor: &mut Cursor<'_>) -> i32 {
    let Some(digits) = cursor.peek(1).filter(|t| t.digits() > 0 && !t.is_spaced) else { return 0 };
    if !cursor.has_sign(0, ".") && !cursor.has_sign(0, ",") {
        return 0;
    }
    cursor.at += 2;
    let nine: String = digits.text.chars().chain("000000000".chars()).take(9).collect();
    nine.parse().unwrap_or(0)
}

/// Reads `am`, `pm`, `a.m.`, `p. m.` after a time; returns whether there was one.
fn read_day_half(cursor: &mut Cursor<'_>) -> bool {
    let (is_afternoon, taken) = match (cursor.peek_text(0), cursor.peek_text(1), cursor.peek_text(2)) {
        ("pm" | "μμ" | "م" | "مساء", _, _) => (true, 1),
        ("am" | "πμ" | "ص" | "صباحا", _, _) => (false, 1),
        ("p", ".", "m") => (true, 3),
        ("a", ".", "m") => (false, 3),
        _ => return false,
    };
    cursor.parts.is_afternoon = Some(is_afternoon);
    cursor.at += taken;
    if taken == 3 && cursor.has_sign(0, ".") {
        cursor.at += 1;
    }
    true
}
