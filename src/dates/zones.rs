//! Time zones by abbreviation and by IANA name.

use std::sync::LazyLock;

use jiff::tz::{TimeZone, TimeZoneDatabase};

/// A time zone as a date names it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Zone {
    /// An offset in minutes east of UTC.
    Fixed(i32),
    /// The zone of a place, whose offset depends on the date.
    Place(TimeZone),
}

/// Abbreviations with one offset, in minutes east of UTC.
///
/// Where several countries share one (`IST`, `CST`, `BST`), the country with the most news is taken.
const FIXED: [(&str, i32); 56] = [
    ("z", 0),
    ("gmt", 0),
    ("ut", 0),
    ("utc", 0),
    ("wet", 0),
    ("west", 60),
    ("bst", 60),
    ("cet", 60),
    ("mez", 60),
    ("met", 60),
    ("wat", 60),
    ("cest", 120),
    ("mesz", 120),
    ("mest", 120),
    ("cat", 120),
    ("sast", 120),
    ("eet", 120),
    ("eest", 180),
    ("eat", 180),
    ("msk", 180),
    ("мск", 180),
    ("trt", 180),
    ("idt", 180),
    ("msd", 240),
    ("gst", 240),
    ("irst", 210),
    ("pkt", 300),
    ("ist", 330),
    ("npt", 345),
    ("wib", 420),
    ("ict", 420),
    ("sgt", 480),
    ("hkt", 480),
    ("myt", 480),
    ("pht", 480),
    ("awst", 480),
    ("wita", 480),
    ("jst", 540),
    ("kst", 540),
    ("acst", 570),
    ("aest", 600),
    ("acdt", 630),
    ("aedt", 660),
    ("nzst", 720),
    ("nzdt", 780),
    ("ndt", -150),
    ("nst", -210),
    ("adt", -180),
    ("brt", -180),
    ("ast", -240),
    ("edt", -240),
    ("est", -300),
    ("cdt", -300),
    ("cst", -360),
    ("hst", -600),
    ("akst", -540),
];

/// Further abbreviations of North America.
const AMERICAN: [(&str, i32); 4] = [("mdt", -360), ("mst", -420), ("pdt", -420), ("pst", -480)];
/// Abbreviations of North America for standard and daylight time together, with a place of the zone.
const AMERICAN_PLACES: [(&str, &str); 4] =
    [("et", "America/New_York"), ("ct", "America/Chicago"), ("mt", "America/Denver"), ("pt", "America/Los_Angeles")];

/// Returns the zone of an abbreviation in lower case.
pub(super) fn by_abbreviation(word: &str) -> Option<Zone> {
    let place = |(_, name): &(&str, &str)| by_iana_name(name);
    FIXED
        .iter()
        .chain(&AMERICAN)
        .find(|(name, _)| *name == word)
        .map(|(_, minutes)| Zone::Fixed(*minutes))
        .or_else(|| AMERICAN_PLACES.iter().find(|(name, _)| *name == word).and_then(place))
}

/// Returns the zone of an IANA name in any case, such as `Europe/Brussels`.
pub(super) fn by_iana_name(name: &str) -> Option<Zone> {
    static BUNDLED: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);
    BUNDLED.get(name).ok().map(Zone::Place)
}

/// Returns whether the abbreviation is used in North America, where numeric dates have the month first.
pub(super) fn is_american(word: &str) -> bool {
    let named = |name: &str| name == word;
    matches!(word, "edt" | "est" | "cdt" | "cst" | "akst" | "hst")
        || AMERICAN.iter().any(|(name, _)| named(name))
        || AMERICAN_PLACES.iter().any(|(name, _)| named(name))
}
