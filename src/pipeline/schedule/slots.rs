//! The slots of time in which a feed's rhythm is counted: hours of the day, days of the week, sixths of an hour.

/// The seconds of a day.
pub(super) const DAY: i64 = 86_400;
/// The seconds of an hour.
pub(super) const HOUR: i64 = 3_600;
/// The seconds of a sixth of an hour, the shortest slot.
pub(super) const SIXTH: i64 = 600;
/// The weekday of 1970-01-01, a Thursday, counted from Monday.
const FIRST_WEEKDAY: i64 = 3;

/// Returns the day since 1970 of a Unix time.
pub(super) const fn day_of(second: i64) -> i64 {
    second.div_euclid(DAY)
}

/// Returns the hour of the day (UTC) of a Unix time.
pub(super) const fn hour_of(second: i64) -> usize {
    (second.rem_euclid(DAY) / HOUR) as usize
}

/// Returns the day of the week of a Unix time; 0 is Monday.
pub(super) const fn weekday_of(second: i64) -> usize {
    (day_of(second) + FIRST_WEEKDAY).rem_euclid(7) as usize
}

/// Returns the sixth of its hour in which a Unix time lies.
pub(super) const fn sixth_of(second: i64) -> usize {
    (second.rem_euclid(HOUR) / SIXTH) as usize
}

/// Cuts a span of time into pieces that lie in one slot each.
pub(super) fn pieces(from: i64, to: i64) -> Vec<(i64, i64)> {
    let mut pieces = Vec::new();
    let mut start = from;
    while start < to {
        let end = (start.div_euclid(SIXTH) * SIXTH + SIXTH).min(to);
        pieces.push((start, end));
        start = end;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_its_slots() {
        // 2026-11-23 is a Monday.
        let at = "2026-11-23T09:47:12Z".parse::<jiff::Timestamp>().unwrap().as_second();
        assert_eq!((hour_of(at), weekday_of(at), sixth_of(at)), (9, 0, 4));
    }

    #[test]
    fn a_span_is_cut_where_slots_end() {
        assert_eq!(pieces(590, 1_300), [(590, 600), (600, 1_200), (1_200, 1_300)]);
        assert_eq!(pieces(600, 600), []);
    }
}
