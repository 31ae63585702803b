//! A feed's rhythm in words, for people.

use super::intensity::{Intensity, entries};
use crate::work::rhythm::Rhythm;

/// The parts of the day, as hours in UTC.
const PARTS: [(&str, std::ops::Range<usize>); 4] =
    [("at night", 0..6), ("mornings", 6..12), ("afternoons", 12..18), ("evenings", 18..24)];
/// The share of entries in one part of the day that is worth saying (chosen).
const MIN_SHARE: f64 = 0.6;
/// The entries from which on anything is said (chosen).
const MIN_ENTRIES: f64 = 3.0;
/// The entries a day below which a feed publishes rarely (chosen).
const RARE: f64 = 0.5;

/// Returns when a feed publishes, and how much: `publishes mornings (UTC), about 8 a day`. `None` while too little is known.
pub fn rhythm_words(rhythm: &Rhythm) -> Option<String> {
    let intensity = Intensity::of(rhythm);
    let a_day = intensity.per_day();
    let seen: f64 = rhythm.hours.iter().map(|count| entries(*count)).sum();
    if seen < MIN_ENTRIES || a_day < RARE {
        let is_known = f64::from(rhythm.span) > 86_400.0;
        return is_known.then(|| "publishes rarely".to_owned());
    }
    let part = PARTS.into_iter().find(|(_, hours)| intensity.share(hours.clone()) >= MIN_SHARE);
    let when = part.map_or(String::new(), |(name, _)| format!(" {name} (UTC),"));
    Some(format!("publishes{when} about {} a day", a_day.round().max(1.0)))
}
