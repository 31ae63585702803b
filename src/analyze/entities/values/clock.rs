//! Times of the day.

use super::reader::{Reader, Value, found};
use crate::model::annotation::EntityType::Time;

impl Reader<'_> {
    /// `10:30`, `5 p.m.`, `5:30pm GMT`.
    pub(super) fn clock(&self, at: usize) -> Option<Value> {
        let raw = self.raw(at);
        let bare = raw.trim_end_matches(['a', 'p', 'm', 'A', 'P', 'M']);
        let glued = raw.len() - bare.len() == 2;
        let (hour, minute) = match bare.split_once([':', '.']) {
            Some((hour, minute)) if minute.len() == 2 => (hour, minute),
            Some(_) => return None,
            None => (bare, ""),
        };
        let colon = bare.contains(':');
        let mut hour: u8 = hour.parse().ok().filter(|hour| *hour < 24)?;
        let minute: u8 = if minute.is_empty() { 0 } else { minute.parse().ok().filter(|minute| *minute < 60)? };
        let mut next = at + 1;
        let low = if glued { self.low(at) } else { self.low(next) };
        let half = match low.str() {
            text if glued => text.get(bare.len()..).unwrap_or(""),
            "a.m" | "am" => "am",
            "p.m" | "pm" => "pm",
            _ => "",
        };
        match half {
            "am" => hour %= 12,
            "pm" => hour = hour % 12 + 12,
            _ if !colon || bare.len() < raw.len() => return None,
            _ => {}
        }
        if !half.is_empty() && !glued {
            next += 1;
        }
        if matches!(self.raw(next), "GMT" | "UTC" | "EST" | "EDT" | "ET" | "CET" | "BST" | "IST" | "PST" | "PDT") {
            next += 1;
        }
        Some(found(at, next, Time, Some(format!("T{hour:02}:{minute:02}"))))
    }
}
