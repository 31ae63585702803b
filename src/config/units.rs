//! Durations and sizes, as people write them.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A duration: a whole number and `ms`, `s`, `m`, `h` or `d`, or their words; several may follow each other (`1h 30m`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period(pub Duration);

/// A number of bytes: a whole number and `B`, `KiB`, `MiB`, `GiB` or `kB`, `MB`, `GB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(pub u64);

/// The longest interval, wait or pause (chosen: two years are beyond any feed's rhythm).
pub(super) const MAX_INTERVAL: Period = Period::seconds(2 * 366 * 86_400);
/// The units of durations in milliseconds, largest first.
const PERIODS: [(&str, u64); 5] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];
/// More names of units of durations in milliseconds, as people write them.
const PERIOD_WORDS: [(&str, u64); 17] = [
    ("w", 604_800_000),
    ("week", 604_800_000),
    ("weeks", 604_800_000),
    ("day", 86_400_000),
    ("days", 86_400_000),
    ("hr", 3_600_000),
    ("hrs", 3_600_000),
    ("hour", 3_600_000),
    ("hours", 3_600_000),
    ("min", 60_000),
    ("mins", 60_000),
    ("minute", 60_000),
    ("minutes", 60_000),
    ("sec", 1_000),
    ("secs", 1_000),
    ("second", 1_000),
    ("seconds", 1_000),
];
/// The units of sizes in bytes, in the order of preference for display.
const SIZES: [(&str, u64); 7] = [
    ("GiB", 1 << 30),
    ("MiB", 1 << 20),
    ("KiB", 1 << 10),
    ("GB", 1_000_000_000),
    ("MB", 1_000_000),
    ("kB", 1_000),
    ("B", 1),
];

impl Period {
    /// Creates a period of whole seconds.
    pub const fn seconds(seconds: u64) -> Self {
        Self(Duration::from_secs(seconds))
    }
}

impl FromStr for Period {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let error = || format!("`{text}` is no length of time; write it like \"90s\", \"15m\", \"1h 30m\" or \"2d\"");
        sum(text, &[&PERIODS[..], &PERIOD_WORDS]).map(|ms| Self(Duration::from_millis(ms))).ok_or_else(error)
    }
}

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        sum(text, &[&SIZES[..]])
            .map(Self)
            .ok_or_else(|| format!("`{text}` is no size; write it like \"512 KiB\", \"4 MiB\" or \"1 GiB\""))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_largest(f, self.0.as_millis() as u64, &PERIODS, "")
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_largest(f, self.0, &SIZES, " ")
    }
}

/// Returns the sum of pairs of number and unit; `None` for any other text, or too large a sum.
fn sum(text: &str, units: &[&[(&str, u64)]]) -> Option<u64> {
    let mut rest = text.trim();
    let mut total = (!rest.is_empty()).then_some(0_u64)?;
    while !rest.is_empty() {
        let (number, after) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit())?);
        let after = after.trim_start();
        let (unit, next) = after.split_at(after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len()));
        let (_, worth) = units.iter().copied().flatten().find(|(name, _)| name.eq_ignore_ascii_case(unit))?;
        total = total.checked_add(number.parse::<u64>().ok()?.checked_mul(*worth)?)?;
        rest = next.trim_start();
    }
    Some(total)
}

fn write_largest(f: &mut fmt::Formatter<'_>, amount: u64, units: &[(&str, u64)], gap: &str) -> fmt::Result {
    let fits = |(_, worth): &&(&str, u64)| amount > 0 && amount.is_multiple_of(*worth);
    let zero = units.iter().find(|(name, _)| matches!(*name, "s" | "B"));
    match units.iter().find(fits).or(zero) {
        Some((name, worth)) => write!(f, "{}{gap}{name}", amount / worth),
        None => write!(f, "{amount}"),
    }
}

/// A value with a unit, or a number that was written without one.
#[derive(Deserialize)]
#[serde(untagged, expecting = "text in quotation marks with a number and a unit")]
enum Written {
    Text(String),
    Number(i64),
    Fraction(f64),
}

macro_rules! serde_as_text {
    ($kind:ty) => {
        impl<'de> Deserialize<'de> for $kind {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = match Written::deserialize(from)? {
                    Written::Text(text) => text,
                    Written::Number(number) => number.to_string(),
                    Written::Fraction(number) => number.to_string(),
                };
                text.parse().map_err(de::Error::custom)
            }
        }

        impl Serialize for $kind {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }
    };
}
serde_as_text!(Period);
serde_as_text!(Size);

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check<T: FromStr<Err = String> + fmt::Display>(written: &str, printed: &str) {
        let read = written.parse::<T>().map_or_else(|error| error, |value| value.to_string());
        assert!(read.starts_with(printed), "{written:?} reads as {read:?}");
    }

    #[test]
    fn periods() {
        check::<Period>("15m", "15m");
        check::<Period>("90 s", "90s");
        check::<Period>("1h 30m", "90m");
        check::<Period>("1h30m", "90m");
        check::<Period>("0s", "0s");
        check::<Period>("250ms", "250ms");
        check::<Period>("48h", "2d");
        check::<Period>("10 minutes", "10m");
        check::<Period>("1 hour 30 minutes", "90m");
        check::<Period>("2 Weeks", "14d");
        check::<Period>("90sec", "90s");
    }

    #[test]
    fn sizes() {
        check::<Size>("4 MiB", "4 MiB");
        check::<Size>("4mib", "4 MiB");
        check::<Size>("1500 kB", "1500 kB");
        check::<Size>("1 MB", "1 MB");
    }

    #[test]
    fn neither() {
        for wrong in [
            "",
            "15",
            "m",
            "minutes",
            "10 minutes ago",
            "1.5h",
            "-1s",
            "5 parsecs",
            "99999999999999999999s",
            "999999999999999999d",
        ] {
            check::<Period>(wrong, &format!("`{wrong}` is no length of time"));
        }
        check::<Size>("4", "`4` is no size");
    }
}
