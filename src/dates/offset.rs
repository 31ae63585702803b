//! Time zones as dates name them.

use super::cursor::Cursor;
use super::tokens::TokenKind;
use super::zones::{self, Zone};

/// The hours beyond which a shift is not an offset; the farthest zones are +14:00 and -12:00.
const MAX_OFFSET_HOURS: i64 = 15;

/// Reads `EST`, `GMT`, `Europe/Brussels`; returns whether there was one.
///
/// Only beside a time or after a whole day, since `et` and `met` are words too.
pub(super) fn read_zone(cursor: &mut Cursor<'_>, word: &str) -> bool {
    let parts = &cursor.parts;
    if parts.zone.is_some() || (parts.time.is_none() && !parts.has_day()) {
        return false;
    }
    if cursor.has_sign(1, "/") {
        let taken = if cursor.has_sign(3, "/") { 5 } else { 3 };
        let name: String = cursor.tokens.iter().skip(cursor.at).take(taken).map(|t| t.text).collect();
        if let Some(zone) = zones::by_iana_name(&name) {
            cursor.parts.zone = Some(zone);
            cursor.at += taken;
            return true;
        }
    }
    let Some(zone) = zones::by_abbreviation(word) else { return false };
    cursor.parts.is_zone_american = zones::is_american(word);
    cursor.parts.zone = Some(zone);
    cursor.at += 1;
    if matches!(word, "gmt" | "utc" | "ut" | "z") {
        read_shift(cursor);
    }
    true
}

/// Reads an offset right after a time; returns whether there was one.
pub(super) fn read_offset(cursor: &mut Cursor<'_>) -> bool {
    let is_in_place = cursor.parts.time.is_some() || (cursor.parts.has_day() && cursor.has_sign(0, "+"));
    is_in_place && cursor.parts.zone.is_none() && read_shift(cursor)
}

/// Reads `+0100`, `-05:30`, `+1`; returns whether there was one.
fn read_shift(cursor: &mut Cursor<'_>) -> bool {
    let east = match cursor.peek(0).filter(|t| t.kind == TokenKind::Sign).map(|t| t.text) {
        Some("+") => 1,
        Some("-") => -1,
        _ => return false,
    };
    let Some(number) = cursor.number(1, 1..=4) else { return false };
    let has_minutes = cursor.peek(1).is_some_and(|t| t.digits() > 2);
    let (hours, minutes, taken) = match cursor.number(3, 2..=2).filter(|_| cursor.has_sign(2, ":")) {
        _ if has_minutes => (number / 100, number % 100, 2),
        Some(minutes) => (number, minutes, 4),
        None => (number, 0, 2),
    };
    cursor.at += taken;
    let is_offset = hours <= MAX_OFFSET_HOURS && minutes < 60;
    let zone = if is_offset { east * (hours * 60 + minutes) } else { 0 };
    cursor.parts.zone = Some(Zone::Fixed(zone as i32));
    true
}
