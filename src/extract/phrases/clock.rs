//! Times of day in lines: one file for each question that is asked of them.

use super::date_labels;

/// Bytes of a part of a line that is a time of day in words (chosen).
const MAX_TIME_BYTES: usize = 24;
/// Bytes of a line that shows nothing but a player's position (chosen).
const MAX_POSITION_BYTES: usize = 20;

/// Returns what follows the time of day at the head of a line: `14:05`, `9.30 Uhr`, `21h15`.
pub(crate) fn leading_time(line: &str) -> Option<&str> {
    let hours = line.bytes().take_while(u8::is_ascii_digit).count();
    let minutes = line.get(hours..)?.strip_prefix([':', '.', 'h', 'H'])?;
    let (minutes, rest) = minutes.split_at_checked(2)?;
    let is_time =
        matches!(minutes.as_bytes(), [b'0'..=b'5', b'0'..=b'9']) && !rest.starts_with(|c: char| c.is_ascii_digit());
    ((1..=2).contains(&hours) && is_time).then_some(rest)
}

/// Returns whether a line is nothing but a time of day: `14:05`, `9.30 Uhr`, `11:20 a.m. ET`.
pub(crate) fn is_time_only(line: &str) -> bool {
    let Some(rest) = leading_time(line) else { return false };
    let rest = rest.strip_prefix(':').map_or(rest, |seconds| seconds.trim_start_matches(|c: char| c.is_ascii_digit()));
    let unit = |word: &str| {
        matches!(word.to_lowercase().as_str(), "am" | "pm" | "a.m." | "p.m." | "a.m" | "p.m" | "uhr" | "h" | "hrs")
            || ((2..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase()))
    };
    rest.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',')).filter(|w| !w.is_empty()).all(unit)
}

/// Returns whether a line holds a time of day anywhere, as bylines do: `Ana Cruz, 12 May, 14:05`.
pub(crate) fn contains_time(line: &str) -> bool {
    let ends = |part: &str| part.ends_with(char::is_numeric);
    line.split(':').zip(line.split(':').skip(1)).any(|(a, b)| ends(a) && b.starts_with(char::is_numeric))
}

/// Returns whether a part of a line is a time of day, with no word that is not of dates: `18:45 Uhr`, `6:00 PM EST`.
///
/// Such a part belongs to the day beside it.
pub(crate) fn is_time_in_words(part: &str) -> bool {
    part.len() <= MAX_TIME_BYTES
        && part.contains(':')
        && part.starts_with(|c: char| c.is_ascii_digit())
        && !date_labels::names_a_day(part)
        && date_labels::is_date_only(part)
}

/// Returns whether a line is a player's position: `0:00`, `1:02 / 3:45`, `- 12:30`.
pub(crate) fn is_player_position(line: &str) -> bool {
    line.len() < MAX_POSITION_BYTES
        && line.contains(':')
        && line.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '/' | '-' | '–' | ' '))
}

#[cfg(test)]
mod tests {
    use super::{contains_time, is_player_position, is_time_only, leading_time};

    #[test]
    fn times_are_told_from_other_numbers() {
        let lines = ["14:05", "9.30 Uhr", "11:20 a.m. ET", "21h15", "14:05 The ferry sails", "12.5 million", "3:2"];
        assert_eq!(lines.map(|l| leading_time(l).is_some()), [true, true, true, true, true, false, false]);
        assert_eq!(lines.map(is_time_only), [true, true, true, true, false, false, false]);
        assert!(contains_time("Ana Cruz, 12 May, 14:05") && !contains_time("Ana Cruz: a life"));
        assert!(is_player_position("1:02 / 3:45") && !is_player_position("12:30 Uhr"));
    }
}
